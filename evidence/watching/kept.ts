/** Room for all findings together, in bytes: a record of a check has a megabyte. */
const FINDINGS_BYTES = 800_000;

/** As many of the findings, from the first on, as a record of a check holds. */
export function keptFindings<Finding>(all: readonly Finding[], most: number): Finding[] {
  const kept: Finding[] = [];
  let bytes = 0;
  for (const one of all.slice(0, most)) {
    bytes += Buffer.byteLength(JSON.stringify(one));
    if (bytes > FINDINGS_BYTES) break;
    kept.push(one);
  }
  return kept;
}

/** What could not be looked at is no agreement, and no disagreement. */
export function outcomeOf(codes: readonly string[]): "agrees" | "disagrees" | "unknown" {
  if (codes.length === 0) return "agrees";
  return codes.every((code) => code === "not-told") ? "unknown" : "disagrees";
}
