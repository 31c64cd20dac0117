import { writeFile } from "node:fs/promises";
import { version } from "../../package.json";
import type { BundleFolder } from "./bundle-folder";
import { stateCompleteness } from "./completeness";
import { digestFile, sumsText, type FileDigest } from "./digests";
import type { EventStore } from "./event-store";
import type { Archive, BundleTarget, ExportRequest, OnProgress } from "./export";
import { ChainFollower, type ChainTotals } from "./follow";
import { JsonArrayFile, writeJson } from "./json-file";
import { BUNDLE_FILES, BUNDLE_SCHEMA_VERSION, type Manifest } from "./manifest";
import { windowDays } from "./period";
import type { EventsRead } from "./read-events";
import { renderReport, renderVerifyText } from "./report";
import { fingerprint, SIGNATURE_ALGORITHM } from "./signer";
import { countUsage, type Usage } from "./usage";

/** Writes every file of the bundle from what the store holds, signs it, and returns its manifest. */
export async function writeBundle(
  request: ExportRequest,
  archive: Archive,
  target: BundleTarget,
  store: EventStore,
  read: EventsRead,
  folder: BundleFolder,
  onProgress: OnProgress,
): Promise<Manifest> {
  onProgress({ stage: "writing" });
  const totals = await writeChains(request, store, read, folder);
  if (totals.events === 0) read.findings.add(noEvents(request));
  await store.writeLines(folder.file("events.ndjson.gz"));
  await store.writeParquet(folder.file("events.parquet"));
  const usage = await countUsage(store, folder.file("events.parquet"), request.period);
  const summary = summarize(request, archive, target, read, totals, usage);

  await writeJson(folder.file("counts.json"), usage.days);
  await writeJson(folder.file("findings.json"), read.findings.kept());
  await writeFile(folder.file("exporter.pub.pem"), target.signer.publicKeyPem);
  await writeFile(folder.file("VERIFY.md"), renderVerifyText(summary.signing_key.fingerprint));
  const report = renderReport({ manifest: summary, findings: read.findings.kept(), ...usage });
  await writeFile(folder.file("report.html"), report);

  const files = await Promise.all(BUNDLE_FILES.content.map((name) => digestFile(name, folder.file(name))));
  const manifest: Manifest = { ...summary, files: files as Manifest["files"] };
  await writeJson(folder.file(BUNDLE_FILES.manifest), manifest);
  await sign(files, target, folder);
  return manifest;
}

async function writeChains(
  request: ExportRequest,
  store: EventStore,
  read: EventsRead,
  folder: BundleFolder,
) {
  const file = new JsonArrayFile(folder.file("chain.json"));
  const follower = new ChainFollower(request.period, read.findings);
  for await (const row of store.chainRows()) {
    const chain = follower.take(row);
    if (chain !== undefined) await file.add(chain);
  }
  const last = follower.finish();
  if (last !== undefined) await file.add(last);
  await file.close();
  return follower.totals;
}

async function sign(
  files: readonly FileDigest[],
  { signer }: BundleTarget,
  folder: BundleFolder,
): Promise<void> {
  const manifest = await digestFile(BUNDLE_FILES.manifest, folder.file(BUNDLE_FILES.manifest));
  const sums = Buffer.from(sumsText([...files, manifest]));
  await writeFile(folder.file(BUNDLE_FILES.sums), sums);
  await writeFile(folder.file(BUNDLE_FILES.signature), await signer.sign(sums));
}

function summarize(
  { system, environment, period, reference }: ExportRequest,
  { source }: Archive,
  { createdAt, signer }: BundleTarget,
  { counts, findings }: EventsRead,
  totals: ChainTotals,
  { days }: Usage,
): Omit<Manifest, "files"> {
  const window = windowDays(period);
  const [firstDay, lastDay] = [window[0]!, window[window.length - 1]!];
  return {
    schema_version: BUNDLE_SCHEMA_VERSION,
    kind: "art12-event-export",
    tool: { name: "ai-act-evidence", version },
    created_at: createdAt.toISOString(),
    request: { system, environment, period, ...(reference === undefined ? {} : { reference }) },
    source: { archive: source.name, first_day: firstDay, last_day: lastDay },
    counts: {
      ...counts,
      events: totals.events,
      emitters: totals.emitters,
      missing_in_gaps: totals.missing,
      empty_days: days.filter(({ events }) => events === 0).length,
    },
    completeness: stateCompleteness(
      totals,
      (...codes) => findings.total(...codes),
      createdAt.toISOString(),
      period,
    ),
    findings: findings.totals(),
    signing_key: { algorithm: SIGNATURE_ALGORITHM, fingerprint: fingerprint(signer.publicKeyPem) },
  };
}

function noEvents({ system, environment, period }: ExportRequest) {
  const reason = `no event of ${system} in ${environment} from ${period.from} up to ${period.to}`;
  return { code: "no-events" as const, reason };
}
