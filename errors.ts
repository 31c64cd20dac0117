/**
 * User faults, each a named factory, so that every message names where it is, what was given, what is needed and
 * how to mend it. They are printed without a stack. Everything else that is thrown is a fault of ours (exit 3).
 */

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
export function formatProblem(problem: Problem): string {
  const place = problem.field ? `${problem.where}: ${problem.field}` : problem.where;
  const given = problem.given === undefined ? [] : [`    given:  ${problem.given}`];
  return [`  ${place} [${problem.code}]`, ...given, `    needed: ${problem.needed}`, `    fix:    ${problem.fix}`].join("\n");
}

/** Config files with problems: every one of them is listed. */
export function configsInvalid(problems: readonly Problem[]): UserError {
  const files = new Set(problems.map((problem) => problem.where.replace(/:\d+$/, ""))).size;
  return new UserError("configs-invalid", `${problems.length} problem(s) in ${files} config file(s)`, problems);
}

/** A folder of configs that is missing or empty. */
export function configsNotFound(folder: string): UserError {
  return new UserError("configs-not-found", "no configs to work on", [
    {
      code: "configs-not-found",
      where: folder,
      needed: "a folder with at least one .yaml file",
      fix: "run from the repository, or name the folder with --configs",
    },
  ]);
}

/** Another process holds the lock of a folder of the embedded world for longer than we wait. */
export function sandboxLocked(file: string, pid: number): UserError {
  return new UserError("sandbox-locked", "the embedded world is being started or stopped by another process", [
    {
      code: "sandbox-locked",
      where: file,
      given: `held by process ${pid}`,
      needed: "one start or stop at a time",
      fix: "wait for that process, or end it: its lock is then taken over",
    },
  ]);
}

/** No Python the embedded world could use. */
export function pythonNotUsable(where: string, seen: readonly string[], oldest: string): UserError {
  return new UserError("python-not-usable", "the embedded world needs Python", [
    {
      code: "python-not-usable",
      where,
      given: seen.length > 0 ? seen.join(", ") : "no Python found",
      needed: `Python ${oldest} or newer (what the pinned numpy and pandas need)`,
      fix: "install it, or name an interpreter in EVIDENCE_PYTHON",
    },
  ]);
}

/** Making the virtual environment or installing the packages of the embedded world failed. */
export function pythonPackagesFailed(command: string, log: string, lastLines: string): UserError {
  return new UserError("python-packages-failed", "the Python packages of the embedded world could not be installed", [
    {
      code: "python-packages-failed",
      where: log,
      given: `${command}\n${lastLines}`,
      needed: "a Python with venv and pip (Debian: the package python3-venv), and a package index that pip reaches",
      fix: "read the log, then start again",
    },
  ]);
}

/** A server of the embedded world did not come up. */
export function sandboxServiceFailed(service: string, log: string, why: string, endOfLog: string): UserError {
  return new UserError("sandbox-service-failed", `${service} did not start`, [
    {
      code: "sandbox-service-failed",
      where: log,
      given: `${why}; the log ends:\n${endOfLog}`,
      needed: "a server that answers its health check",
      fix: "read the log, mend the cause, start again",
    },
  ]);
}

/** Archives in synthesized stacks that cannot be played without an apply. */
export function synthesizedArchivesInvalid(problems: readonly Problem[]): UserError {
  return new UserError("synthesized-archives-invalid", "the synthesized Datadog archives cannot be used", problems);
}

/** No Terraform on the PATH. */
export function terraformMissing(): UserError {
  return new UserError("terraform-missing", "Terraform is not installed here", [
    {
      code: "terraform-missing",
      where: "PATH",
      needed: "terraform 1.5 or later, or OpenTofu",
      fix: "install it, or name the program in TERRAFORM_BINARY_NAME",
    },
  ]);
}

/** Terraform itself refused; its own words are passed on. */
export function terraformFailed(stackDir: string, command: string, logFile: string, words: string): UserError {
  return new UserError("terraform-failed", `terraform ${command} failed`, [
    { code: "terraform-failed", where: stackDir, given: words, needed: `a ${command} without errors`, fix: `read ${logFile}` },
  ]);
}

/** A program of the sample credit application ended badly. */
export function creditProgramFailed(program: string, why: string, said: string): UserError {
  return new UserError("credit-program-failed", `${program} failed`, [
    {
      code: "credit-program-failed",
      where: `sandbox/credit/${program}`,
      given: `${why}\n${said}`,
      needed: "a running world, and a registered model version where one is scored with",
      fix: "start the world (npm start), then read what the program said",
    },
  ]);
}
