/** `met`: it is so. `unmet`: it is not. `unknown`: it could not be told, which is no pass. */
export type Verdict = "met" | "unmet" | "unknown";

/** What is checked, in the order in which a report shows it. Names are stable. */
const CHECKS = {
  layout: "the folder holds the files of a bundle and nothing else",
  "sums-list": "SHA256SUMS lists every file of the bundle once, by a plain name",
  signature: "SHA256SUMS was signed with the key",
  checksum: "each file has the size and SHA-256 that were signed",
  manifest: "manifest.json can be read, and agrees with SHA256SUMS and the key",
  json: "the JSON files can be read",
  events:
    "each event is canonical, of the event schema, of the system, environment and period asked for, and in order",
  chain: "the chains of the events are what chain.json and the findings say",
  counts: "counts are what the events give",
  duplicates: "no event is there twice, and ids with several contents are named in the findings",
  parquet: "events.parquet has the same events, and its columns are what the events say",
  objects: "objects.json adds up to the counts, and every event's source is in it",
  findings: "findings.json has the findings the manifest counts",
  completeness: "what the manifest says about completeness is what the bundle shows",
  seals: "what the manifest says about seals is what the bundle shows",
} as const;

export type CheckName = keyof typeof CHECKS;

/** The result of one check; several of one name where it fails in several ways or files. */
export interface Check<Name extends string = CheckName> {
  readonly check: Name;
  readonly verdict: Verdict;
  readonly file?: string;
  readonly reason: string;
}

/** Failures of one check that are told one by one; of more only that there are more. */
const TOLD = 20;

/** Collects the results; a check without a failure is met once it is closed. */
export class CheckList<Name extends string = CheckName> {
  readonly #failures = new Map<Name, Check<Name>[]>();
  readonly #untold = new Map<Name, number>();

  /** @param checks what is checked, in the order in which it is shown; an export bundle by default */
  constructor(private readonly checks = CHECKS as unknown as Readonly<Record<Name, string>>) {}

  /** Notes a failure. */
  fail(check: Name, reason: string, file?: string, verdict: "unmet" | "unknown" = "unmet"): void {
    const failures = this.#failures.get(check) ?? [];
    if (failures.length < TOLD)
      failures.push({ check, verdict, ...(file === undefined ? {} : { file }), reason });
    else this.#untold.set(check, (this.#untold.get(check) ?? 0) + 1);
    this.#failures.set(check, failures);
  }

  /** Notes that a check could not be made. */
  cannotTell(check: Name, reason: string, file?: string): void {
    this.fail(check, reason, file, "unknown");
  }

  failed(...checks: Name[]): boolean {
    return checks.some((check) => this.#failures.has(check));
  }

  /** Whether more failures of this check would not be told anyway. */
  full(check: Name): boolean {
    return (this.#failures.get(check)?.length ?? 0) >= TOLD;
  }

  /** Every check, in order; what has no failure is met. */
  results(): Check<Name>[] {
    return (Object.keys(this.checks) as Name[]).flatMap((check): Check<Name>[] => {
      const failures = this.#failures.get(check);
      if (failures === undefined) return [{ check, verdict: "met", reason: this.checks[check] }];
      const untold = this.#untold.get(check);
      const rest: Check<Name>[] =
        untold === undefined ? [] : [{ check, verdict: "unmet", reason: `and ${untold} more` }];
      return [...failures, ...rest];
    });
  }
}
