import { isDeepStrictEqual } from "node:util";
import { COMPLETENESS_FINDINGS } from "../completeness";
import {
  FINDING_KINDS,
  KEPT_PER_CODE,
  stateCompleteness,
  type Completeness,
  type FindingCode,
  type Manifest,
} from "../export";
import type { CheckList } from "./check";
import type { Contents } from "./contents";
import type { EventsSeen } from "./events";
import type { TableSources } from "./parquet";
import type { BundleWitnesses } from "./witnesses";

/**
 * Compares what the manifest states with the objects, the findings and the events. Returns what the bundle shows of
 * completeness by the reader's own key ring, or without one.
 */
export function checkStatements(
  manifest: Manifest,
  contents: Contents,
  seen: EventsSeen,
  witnesses: BundleWitnesses,
  sources: TableSources,
  checks: CheckList,
): Completeness {
  checkObjects(manifest, contents, checks);
  if (manifest.counts.late_path !== sources.latePath)
    checks.fail(
      "counts",
      `late_path is ${manifest.counts.late_path}, counted are ${sources.latePath}`,
      "manifest.json",
    );
  const { exporters, readers } = witnesses.finish(sources);
  checkFindings(manifest, contents, seen, witnesses, checks);
  const { created_at: createdAt, request, completeness: said } = manifest;
  const count = (...codes: FindingCode[]) =>
    codes.reduce((sum, code) => sum + (manifest.findings[code] ?? 0), 0);
  const common = { totals: seen.totals, count, createdAt, period: request.period };
  const shown = stateCompleteness({ ...common, ...exporters });
  const fail = (reason: string) => checks.fail("completeness", reason, "manifest.json");
  if (!isDeepStrictEqual(said, shown))
    fail(`said is ${said.holds} at level ${said.level}, shown is ${inWords(shown)}`);
  const own = stateCompleteness({ ...common, ...readers });
  if (readers.witnesses.checkpoints.judged && said.checkpoints.holds === "yes" && said.level > own.level)
    fail(`with the key ring given it is ${inWords(own)}`);
  return own;
}

function inWords({ holds, level, because }: Completeness): string {
  return `${holds} at level ${level}: ${because}`;
}

/** Findings that the bundle's own files show again; the others were made where the archive was read. */
const SHOWN_AGAIN: readonly FindingCode[] = (
  Object.keys(COMPLETENESS_FINDINGS) as (keyof typeof COMPLETENESS_FINDINGS)[]
).filter(
  (code) =>
    ![
      "checkpoint-unknown-name",
      "checkpoint-second-version",
      "checkpoint-delete-marker",
      "checkpoint-unreadable",
    ].includes(code),
);

function checkObjects({ counts }: Manifest, { objects }: Contents, checks: CheckList): void {
  const sum = (value: (object: Contents["objects"][number]) => number) =>
    objects.reduce((total, object) => total + value(object), 0);
  const sums = {
    object_versions: [counts.object_versions, objects.length],
    object_bytes: [counts.object_bytes, sum(({ bytes }) => bytes)],
    lines: [counts.lines, sum(({ lines }) => lines)],
    entries: [counts.entries, sum(({ entries }) => entries)],
    "events and duplicates": [counts.events + counts.duplicates, sum(({ selected }) => selected)],
  } as const;
  for (const [name, [said, added]] of Object.entries(sums)) {
    if (said !== added)
      checks.fail(
        "objects",
        `${name}: the manifest says ${said}, the objects add up to ${added}`,
        "objects.json",
      );
  }
}

function checkFindings(
  { findings: totals }: Manifest,
  { findings }: Contents,
  seen: EventsSeen,
  witnesses: BundleWitnesses,
  checks: CheckList,
): void {
  for (const code of new Set([...Object.keys(FINDING_KINDS), ...Object.keys(totals)]) as Set<FindingCode>) {
    const total = totals[code] ?? 0;
    const kept = findings.filter((finding) => finding.code === code).length;
    if (kept !== Math.min(total, KEPT_PER_CODE)) {
      checks.fail("findings", `${code}: the manifest counts ${total}, there are ${kept}`, "findings.json");
    }
    if (SHOWN_AGAIN.includes(code) && total !== witnesses.findings.total(code)) {
      checks.fail(
        "completeness",
        `${code}: the manifest counts ${total}, the bundle shows ${witnesses.findings.total(code)}`,
        "manifest.json",
      );
    }
    if (code.startsWith("chain-") && total !== seen.findings.total(code)) {
      checks.fail(
        "chain",
        `${code}: the manifest counts ${total}, the events show ${seen.findings.total(code)}`,
        "manifest.json",
      );
    }
  }
  if ((seen.totals.events === 0) !== (totals["no-events"] ?? 0) > 0) {
    checks.fail("findings", "whether there are events is not what the findings say", "findings.json");
  }
}
