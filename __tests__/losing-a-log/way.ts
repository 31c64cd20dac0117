import { FINDING_KINDS, type FindingCode, type Manifest } from "../../evidence/export";

/** A way to lose a compliance log, to be tried. */
export interface Way {
  /** Its heading in docs/ten-ways-to-lose-a-log.md. */
  readonly title: string;
  /** Tries it, and gives what somebody is shown. */
  readonly shown: () => Promise<string>;
}

const CLAIMS = ["sequences", "checkpoints", "emitters", "clocks"] as const;

/** What an export says, but for what is as it should be: each part of its statement, and each kind of finding. */
export function saidBy({ completeness, findings }: Manifest): string {
  const doubts = CLAIMS.filter((claim) => completeness[claim].holds !== "yes").map(
    (claim) => `${claim}: ${completeness[claim].holds}, ${completeness[claim].because}`,
  );
  const kinds = Object.entries(findings).map(
    ([code, count]) => `finding: ${count} x ${code} (${FINDING_KINDS[code as FindingCode].title})`,
  );
  return withoutChance([...doubts, ...kinds].join("\n"));
}

/** The same words each time: ids and moments are left out. */
export function withoutChance(words: string): string {
  return words
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/g, "<time>")
    .replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}/g, "<day>")
    .replace(/127\.0\.0\.1:[0-9]+/g, "<intake>");
}
