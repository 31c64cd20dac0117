import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { version } from "../../package.json";
import type { BundleFolder } from "./bundle-folder";
import { stateCompleteness, type CompletenessFacts } from "./completeness";
import { digestFile, sumsText, type FileDigest } from "./digests";
import type { EventStore } from "./event-store";
import type { Archive, BundleTarget, ExportRequest, OnProgress } from "./export";
import { ChainFollower, type RowWatch } from "./follow";
import { JsonArrayFile, writeJson } from "./json-file";
import { BUNDLE_FILES, BUNDLE_SCHEMA_VERSION, type Manifest } from "./manifest";
import { windowDays } from "./period";
import type { EventsRead } from "./read-events";
import { renderReport, renderVerifyText } from "./report";
import { fingerprint, SIGNATURE_ALGORITHM } from "../signing";
import { gatherSeals } from "./seals";
import type { Sealed } from "./sealed";
import { countUsage, type Usage } from "./usage";
import { compareClocks, gatherWitnesses } from "./witnesses";

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
  const watch = await gatherWitnesses(request, archive, target.createdAt, read.findings, folder);
  const { totals, missingByDay } = await writeChains(request, store, read, folder, watch);
  const witnesses = watch.finish();
  if (totals.events === 0) read.findings.add(noEvents(request));
  await store.writeLines(folder.file("events.ndjson.gz"));
  await store.writeParquet(folder.file("events.ndjson.gz"), folder.file("events.parquet"));
  const usage = await countUsage(store, folder.file("events.parquet"), request.period);
  const query = (sql: string) => store.query(folder.file("events.parquet"), sql);
  const clocks = await compareClocks(query, read.findings, folder);
  const sealed = await gatherSeals(request, archive, target.createdAt, read.findings, folder);
  const facts = { totals, witnesses, clocks: { ...clocks, backwards: witnesses.backwards }, sealed };
  const summary = summarize(request, archive, target, read, facts, usage);

  await writeJson(folder.file("counts.json"), usage.days);
  await writeJson(folder.file("findings.json"), read.findings.kept());
  await writeFile(folder.file("exporter.pub.pem"), target.signer.publicKeyPem);
  await writeFile(folder.file("VERIFY.md"), renderVerifyText(summary.signing_key.fingerprint));
  const report = await renderReport({
    manifest: summary,
    findings: read.findings.kept(),
    missingByDay,
    ...usage,
  });
  await writeFile(folder.file("report.html"), report);

  const names = [
    ...BUNDLE_FILES.content,
    ...BUNDLE_FILES.optional.filter((name) => existsSync(folder.file(name))),
  ];
  const files = await Promise.all(names.map((name) => digestFile(name, folder.file(name))));
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
  watch: RowWatch,
) {
  const file = new JsonArrayFile(folder.file("chain.json"));
  const follower = new ChainFollower(request.period, read.findings, watch);
  for await (const rows of store.chainRows()) {
    for (const row of rows) {
      const chain = follower.take(row);
      if (chain !== undefined) await file.add(chain);
    }
  }
  const last = follower.finish();
  if (last !== undefined) await file.add(last);
  await file.close();
  return follower;
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
  { system, environment, period, reference, expectedEmitters }: ExportRequest,
  { source, path }: Archive,
  { createdAt, signer }: BundleTarget,
  { counts, findings }: EventsRead,
  {
    sealed,
    ...facts
  }: Pick<CompletenessFacts, "totals" | "witnesses" | "clocks"> & {
    readonly sealed: Sealed;
  },
  { days }: Usage,
): Omit<Manifest, "files"> {
  const window = windowDays(period);
  const { totals } = facts;
  const [firstDay, lastDay] = [window[0]!, window[window.length - 1]!];
  return {
    schema_version: BUNDLE_SCHEMA_VERSION,
    kind: "art12-event-export",
    tool: { name: "ai-act-evidence", version },
    created_at: createdAt.toISOString(),
    request: {
      system,
      environment,
      period,
      ...(reference === undefined ? {} : { reference }),
      ...(expectedEmitters && { expected_emitters: [...expectedEmitters] }),
    },
    source: { archive: source.name, path, first_day: firstDay, last_day: lastDay },
    counts: {
      ...counts,
      events: totals.events,
      late_path: facts.clocks.latePath,
      emitters: totals.emitters,
      missing_in_gaps: totals.missing,
      empty_days: days.filter(({ events }) => events === 0).length,
    },
    completeness: stateCompleteness({
      ...facts,
      count: (...codes) => findings.total(...codes),
      createdAt: createdAt.toISOString(),
      period,
    }),
    sealed,
    findings: findings.totals(),
    signing_key: { algorithm: SIGNATURE_ALGORITHM, fingerprint: fingerprint(signer.publicKeyPem) },
  };
}

function noEvents({ system, environment, period }: ExportRequest) {
  const reason = `no event of ${system} in ${environment} from ${period.from} up to ${period.to}`;
  return { code: "no-events" as const, reason };
}
