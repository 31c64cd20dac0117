/** Faults of what plans are made from, and of where they are kept. */
import { oneProblem, type UserError } from "./user-error";

/** No synthesized stacks where they are looked for. */
export function stacksNotSynthesized(folder: string): UserError {
  return oneProblem("there are no synthesized stacks", {
    code: "stacks-not-synthesized",
    where: folder,
    needed: "a folder that `npm run synth` wrote, with its manifest.json",
    fix: "run `npm run synth`, or correct --synthesized",
  });
}

/** A synthesized folder that does not hold what its manifest says. */
export function synthesizedUnreadable(file: string, given: string): UserError {
  return oneProblem("the synthesized stacks cannot be read", {
    code: "synthesized-unreadable",
    where: file,
    given: given.slice(0, 400),
    needed: "what `npm run synth` writes",
    fix: "run `npm run synth` again",
  });
}

/** Synthesized stacks that are not what the checkout's sources say now. */
export function synthesizedStale(folder: string, stacks: readonly string[]): UserError {
  return oneProblem("the synthesized stacks are not those of this checkout", {
    code: "synthesized-stale",
    where: folder,
    given: `other bytes in ${stacks.join(", ")}`,
    needed: "what is declared now: else something else is planned than what is reviewed",
    fix: "run `npm run synth`",
  });
}

/** A checkout that does not say how it is synthesized. */
export function appUndeclared(file: string): UserError {
  return oneProblem("how the stacks are synthesized is not declared", {
    code: "app-undeclared",
    where: file,
    needed: "a cdktf.json with `app`",
    fix: "run it in the checkout's folder; or give folders of synthesized stacks with --synthesized and --base",
  });
}

/** The app that synthesizes failed. */
export function synthesisFailed(checkout: string, app: string, words: string): UserError {
  return oneProblem("the stacks could not be synthesized", {
    code: "synthesis-failed",
    where: checkout,
    given: `${app}: ${words}`,
    needed: "a synthesis without errors",
    fix: "mend what it says; for a base that cannot be synthesized any more, plan without --changed-since",
  });
}

/** A pattern that selects no stack. */
export function stackUnknown(pattern: string, known: readonly string[]): UserError {
  return oneProblem("no stack has this name", {
    code: "stack-unknown",
    where: "the command line",
    given: pattern,
    needed: `a name, or a pattern with *, of: ${known.join(", ")}`,
    fix: "put patterns into quotes, so that the shell leaves them alone",
  });
}

/** A base that git does not know. */
export function baseUnknown(ref: string, checkout: string): UserError {
  return oneProblem("the base of the comparison is not there", {
    code: "base-unknown",
    where: checkout,
    given: ref,
    needed: "a branch, tag or commit that this checkout has",
    fix: "fetch it (in CI: check out with its whole history), or give a folder with --base",
  });
}

/** No number of stacks to plan at a time. */
export function parallelInvalid(given: string): UserError {
  return oneProblem("--parallel cannot be read", {
    code: "parallel-invalid",
    where: "--parallel",
    given,
    needed: "a whole number from 1 to 256",
    fix: "leave it out to go by cores and memory",
  });
}

/** Two bases, or a folder for the base's files where none are made. */
export function baseUnclear(given: string): UserError {
  return oneProblem("what is compared with?", {
    code: "base-unclear",
    where: "the command line",
    given,
    needed: "--changed-since with or without --base-out, or --base alone, or none of them",
    fix: "leave one out",
  });
}

/** The base's packages could not be installed. */
export function packagesNotInstalled(words: string): UserError {
  return oneProblem("the packages of the base could not be installed", {
    code: "packages-not-installed",
    where: "npm ci, in a checkout of the base",
    given: words,
    needed: "a package registry that npm reaches",
    fix: "mend what npm says, or synthesize the base elsewhere and give its folder with --base",
  });
}

/** No git on the PATH. */
export function gitMissing(): UserError {
  return oneProblem("git is not installed here", {
    code: "git-missing",
    where: "PATH",
    needed: "git, to look at the base of the change",
    fix: "install it, or give a folder with --base",
  });
}

/** Git did not do what was asked for. */
export function gitRefused(checkout: string, command: string, words: string): UserError {
  return oneProblem(`git ${command} failed`, {
    code: "git-failed",
    where: checkout,
    given: words,
    needed: `a ${command} without errors`,
    fix: "mend what git says",
  });
}

/** A folder for plans that holds other things. */
export function plansFolderForeign(folder: string, given: string): UserError {
  return oneProblem("this folder is not one for plans", {
    code: "plans-folder-foreign",
    where: folder,
    given,
    needed:
      "a folder that is not there yet, is empty, or was made by `evidence plan`: it is closed to others and cleared",
    fix: "name another folder",
  });
}

/** A folder for the base that holds other things. */
export function baseFolderForeign(folder: string, given: string): UserError {
  return oneProblem("this folder is not one for a base", {
    code: "base-folder-foreign",
    where: folder,
    given,
    needed:
      "a folder that is not there yet, is empty, or holds cdktf.out and configs alone: they are replaced",
    fix: "name another folder",
  });
}

/** A folder for plans into which another run plans. */
export function plansFolderBusy(folder: string, pid: number): UserError {
  return oneProblem("another run plans into this folder", {
    code: "plans-folder-busy",
    where: folder,
    given: `process ${pid}`,
    needed: "one run a folder",
    fix: "wait for it, or name another folder",
  });
}

/** A folder of plans without the file that tells of them. */
export function plansNotFinished(file: string): UserError {
  return oneProblem("there are no finished plans here", {
    code: "plans-not-finished",
    where: file,
    needed: "the folder of an `evidence plan` that ran to its end",
    fix: "run `evidence plan`, or correct the path",
  });
}

/** A file that does not tell of plans. */
export function plansFileInvalid(file: string, given: string): UserError {
  return oneProblem("what was planned cannot be read", {
    code: "plans-file-invalid",
    where: file,
    given,
    needed: "the file as `evidence plan` wrote it",
    fix: "copy it again, or plan again",
  });
}

/** The run was stopped. */
export function planningInterrupted(folder: string): UserError {
  return oneProblem("planning was interrupted", {
    code: "planning-interrupted",
    where: folder,
    needed: "a run to its end",
    fix: "run it again; what the folder held before is still there",
  });
}
