/** What a check's record keeps of a finding. */
export interface RecordedFinding {
  readonly since?: string | undefined;
  readonly told?: boolean | undefined;
}

/** What is known of a finding from the check before. */
export interface Known {
  /** When it was first found, ISO 8601. */
  readonly since: string;
  /** `standing`: it was found before as it is now, and told. */
  readonly is: "new" | "changed" | "standing";
}

export interface Notes<Finding, Earlier> {
  readonly findings: readonly (Finding & Known)[];
  /** What was found before and is no more. */
  readonly recovered: readonly Earlier[];
}

/** How findings of one check are known again. */
export interface Recognition<Finding, Earlier> {
  /** The same for one thing from check to check, whatever is said of it. */
  readonly identityOf: (one: Finding | Earlier) => string;
  /** What is said of it. */
  readonly saidOf: (one: Finding | Earlier) => string;
}

/**
 * Holds what is found now against what was found before: new, changed, standing, gone.
 * @param at when the look began, ISO 8601
 */
export function notedAgainst<Finding extends object, Earlier extends RecordedFinding>(
  found: readonly Finding[],
  before: readonly Earlier[],
  at: string,
  { identityOf, saidOf }: Recognition<Finding, Earlier>,
): Notes<Finding, Earlier> {
  const known = new Map(before.map((one) => [identityOf(one), one]));
  const findings = found.map((one): Finding & Known => {
    const earlier = known.get(identityOf(one));
    const since = earlier?.since ?? at;
    if (earlier?.told !== true) return { ...one, since, is: "new" };
    return { ...one, since, is: saidOf(one) === saidOf(earlier) ? "standing" : "changed" };
  });
  const now = new Set(findings.map(identityOf));
  return {
    findings,
    recovered: [...known].filter(([identity]) => !now.has(identity)).map(([, one]) => one),
  };
}
