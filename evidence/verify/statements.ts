import { isDeepStrictEqual } from "node:util";
import { FINDING_KINDS, KEPT_PER_CODE, stateCompleteness, type FindingCode, type Manifest } from "../export";
import type { CheckList } from "./check";
import type { Contents } from "./contents";
import type { EventsSeen } from "./events";

/** Compares what the manifest states with the objects, the findings and the events. */
export function checkStatements(
  manifest: Manifest,
  contents: Contents,
  seen: EventsSeen,
  checks: CheckList,
): void {
  checkObjects(manifest, contents, checks);
  checkFindings(manifest, contents, seen, checks);
  const count = (...codes: FindingCode[]) =>
    codes.reduce((sum, code) => sum + (manifest.findings[code] ?? 0), 0);
  const { created_at: createdAt, request, completeness } = manifest;
  const shown = stateCompleteness(seen.totals, count, createdAt, request.period);
  if (!isDeepStrictEqual(completeness, shown)) {
    checks.fail(
      "completeness",
      `said is ${completeness.holds}, shown is ${shown.holds}: ${shown.because}`,
      "manifest.json",
    );
  }
}

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
  checks: CheckList,
): void {
  for (const code of new Set([...Object.keys(FINDING_KINDS), ...Object.keys(totals)]) as Set<FindingCode>) {
    const total = totals[code] ?? 0;
    const kept = findings.filter((finding) => finding.code === code).length;
    if (kept !== Math.min(total, KEPT_PER_CODE)) {
      checks.fail("findings", `${code}: the manifest counts ${total}, there are ${kept}`, "findings.json");
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
