/** Faults of the embedded world and its story. */
import { EXIT, oneProblem, type Problem, UserError } from "./user-error";

/** Another process holds the lock of a folder of the embedded world for longer than we wait. */
export function sandboxLocked(file: string, pid: number): UserError {
  return new UserError(
    "sandbox-locked",
    "the embedded world is being started or stopped by another process",
    [
      {
        code: "sandbox-locked",
        where: file,
        given: `held by process ${pid}`,
        needed: "one start or stop at a time",
        fix: "wait for that process, or end it: its lock is then taken over",
      },
    ],
  );
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
  return new UserError(
    "python-packages-failed",
    "the Python packages of the embedded world could not be installed",
    [
      {
        code: "python-packages-failed",
        where: log,
        given: `${command}\n${lastLines}`,
        needed:
          "a Python with venv and pip (Debian: the package python3-venv), and a package index that pip reaches",
        fix: "read the log, then start again",
      },
    ],
  );
}

/** The team's repository of the embedded world could not be made. */
export function sandboxGitFailed(folder: string, command: string, said: string): UserError {
  return new UserError("sandbox-git-failed", "the embedded world's own git repository could not be made", [
    {
      code: "sandbox-git-failed",
      where: folder,
      given: `git ${command}: ${said}`,
      needed: "git 2.28 or newer: since when a threshold stands is what git says (Art 9(8))",
      fix: "install git, then start again",
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

/** Datadog resources in synthesized stacks that cannot be played without an apply. */
export function synthesizedStacksInvalid(problems: readonly Problem[]): UserError {
  return new UserError(
    "synthesized-stacks-invalid",
    "the synthesized Datadog stacks cannot be used",
    problems,
  );
}

/** Assets of the Datadog stand-in that it cannot play as the vendor does. */
export function assetsNotPlayable(problems: readonly Problem[]): UserError {
  return new UserError(
    "assets-not-playable",
    "the Datadog stand-in cannot play what the organisation has configured",
    problems,
  );
}

/** A monitor whose query the Datadog stand-in cannot evaluate; it never takes one for quiet. */
export function monitorNotPlayable(query: string, why: string): UserError {
  return oneProblem("the Datadog stand-in cannot evaluate a monitor", {
    code: "monitor-not-playable",
    where: query,
    needed: `a query that the stand-in evaluates: ${why}`,
    fix: "write the query in a form it knows, or teach it (sandbox/datadog/monitors)",
  });
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

/** A part of `npm start` ran, and did not come to what it must come to: a finding. */
export function storyUnexpected(what: string, needed: string, given: string): UserError {
  const problem = {
    code: "not-as-expected",
    where: what,
    given,
    needed,
    fix: "read the logs in .sandbox/logs",
  };
  return new UserError("not-as-expected", `${what} did not come out as it must`, [problem], EXIT.finding);
}

/** Trino, which stands for Athena in tests, cannot be had on this machine. */
export function trinoNotAvailable(given: string, needed: string): UserError {
  return oneProblem("the Trino test engine cannot be had here", {
    code: "trino-not-available",
    where: "sandbox/trino",
    given,
    needed,
    fix: "provide it, or leave the tests that need Trino skipped",
  });
}
