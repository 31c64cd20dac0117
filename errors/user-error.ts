/** What `evidence` exits with: 0 fine, 1 user or environment error, 2 a finding, 3 a fault of ours. */
export const EXIT = { ok: 0, user: 1, finding: 2, bug: 3 } as const;

/** One thing that is wrong, in words a person can act on. */
export interface Problem {
  /** Stable machine name, kebab case. */
  readonly code: string;
  /** File (with line where known), object key or URL the problem is in. */
  readonly where: string;
  /** Field inside it, for example `retention.log.days`. */
  readonly field?: string;
  /** What was found there, shortened; never a secret. */
  readonly given?: string;
  /** What is allowed or needed, and whose rule that is. */
  readonly needed: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A fault of the user's input or environment; carries all problems found, not the first only. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    readonly headline: string,
    readonly problems: readonly Problem[],
    readonly exitCode: 1 | 2 = EXIT.user,
  ) {
    super([headline, ...problems.map(formatProblem)].join("\n"));
    this.name = "UserError";
  }
}

/** A problem as indented lines for a terminal. */
function formatProblem(problem: Problem): string {
  const place = problem.field ? `${problem.where}: ${problem.field}` : problem.where;
  const given = problem.given === undefined ? [] : [`    given:  ${problem.given}`];
  return [
    `  ${place} [${problem.code}]`,
    ...given,
    `    needed: ${problem.needed}`,
    `    fix:    ${problem.fix}`,
  ].join("\n");
}

/** A fault with a single problem, whose code is the fault's. */
export function oneProblem(headline: string, problem: Problem): UserError {
  return new UserError(problem.code, headline, [problem]);
}
