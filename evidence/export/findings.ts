import { ARCHIVE_FINDINGS, type Finding, type FindingKind } from "../archive";
import { COMPLETENESS_FINDINGS } from "../completeness/findings";
import { SEAL_FINDINGS } from "../seal/findings";

/** Findings the export makes about the events as a whole, by code; stable, as those of the archive. */
const EXPORT_FINDINGS = {
  "no-events": kind(
    "unknown",
    "No event in the period",
    "Whether the system was idle or its events were lost is not known.",
  ),
  "event-conflict": kind(
    "unmet",
    "Event id with more than one content",
    "Two log entries bear the same event id but differ. All that fall into the period are in the bundle.",
  ),
  "emitter-conflict": kind(
    "unmet",
    "Emitter used by more than one system or environment",
    "An emitter is one process of one system in one environment: its chain cannot be followed.",
  ),
  "system-mismatch": kind(
    "unmet",
    "Log filed under another system than its entry names",
    "The entry decides; the log's service differs from it.",
  ),
  "environment-mismatch": kind(
    "unmet",
    "Event of another environment",
    "It lies in this environment's archive but names another one. It is not in the bundle.",
  ),
  "view-altered": kind(
    "unmet",
    "Readable copy of an entry was changed",
    "Something between emitter and archive changed the attributes people and monitors read; the entry itself, which is the evidence, is whole and in the bundle.",
  ),
  "chain-gap": kind(
    "unmet",
    "Gap in an emitter's sequence",
    "Events with these numbers were written, or should have been, and are not in the archive.",
  ),
  "chain-broken-link": kind(
    "unmet",
    "Broken link in an emitter's chain",
    "The event before is not the one this event was written after: one of the two was replaced.",
  ),
  "chain-out-of-order": kind(
    "unmet",
    "Sequence number used twice",
    "Two different events of one emitter bear one number: a copy of the process, or a replaced event.",
  ),
  "chain-false-start": kind(
    "unmet",
    "False start of a chain",
    "The first event does not say that it is the first, or a later one says that it is.",
  ),
  "chain-unanchored": kind(
    "unknown",
    "Chain whose start is not seen",
    "The emitter's first event in the period is not its first ever, and the one before is not in the day before either. Whether events are missing in between is not known.",
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

/** Every finding there can be in a bundle. */
export const FINDING_KINDS = {
  ...ARCHIVE_FINDINGS,
  ...EXPORT_FINDINGS,
  ...COMPLETENESS_FINDINGS,
  ...SEAL_FINDINGS,
};

export type FindingCode = keyof typeof FINDING_KINDS;

/** Findings of one kind that are kept in words; of more, only the number. */
export const KEPT_PER_CODE = 1_000;

/** Findings of a part of the archive. */
export interface FoundSoFar {
  readonly kept: readonly Finding<FindingCode>[];
  readonly totals: Readonly<Partial<Record<FindingCode, number>>>;
}

/** Collects findings in flat memory: all are counted, the first of each kind are kept. */
export class FindingLog {
  readonly #kept = new Map<FindingCode, Finding<FindingCode>[]>();
  readonly #totals = new Map<FindingCode, number>();

  add(finding: Finding<FindingCode>): void {
    const { code } = finding;
    this.#totals.set(code, (this.#totals.get(code) ?? 0) + 1);
    const kept = this.#kept.get(code) ?? [];
    if (kept.length < KEPT_PER_CODE) kept.push(finding);
    this.#kept.set(code, kept);
  }

  /** What was collected, to be merged into another log. */
  soFar(): FoundSoFar {
    return { kept: this.kept(), totals: this.totals() };
  }

  /** Adds what another log collected, as if it had been met here next. */
  merge({ kept, totals }: FoundSoFar): void {
    for (const finding of kept) this.add(finding);
    for (const code of Object.keys(totals) as FindingCode[]) {
      const untold = totals[code]! - kept.filter((finding) => finding.code === code).length;
      if (untold > 0) this.#totals.set(code, this.total(code) + untold);
    }
  }

  total(...codes: FindingCode[]): number {
    return codes.reduce((sum, code) => sum + (this.#totals.get(code) ?? 0), 0);
  }

  /** How many of each kind, in the order of the table of kinds. */
  totals(): Partial<Record<FindingCode, number>> {
    const found = this.#codes().map((code) => [code, this.total(code)] as const);
    return Object.fromEntries(found) as Partial<Record<FindingCode, number>>;
  }

  /** Those kept, in the order of the table of kinds, then as they were met. */
  kept(): Finding<FindingCode>[] {
    return this.#codes().flatMap((code) => this.#kept.get(code) ?? []);
  }

  #codes(): FindingCode[] {
    return (Object.keys(FINDING_KINDS) as FindingCode[]).filter((code) => this.#totals.has(code));
  }
}

function kind(verdict: FindingKind["verdict"], title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}
