/** Faults in what a team has declared. */
import { oneProblem, type Problem, UserError } from "./user-error";

/** Config files with problems: every one of them is listed. */
export function configsInvalid(problems: readonly Problem[]): UserError {
  const files = new Set(problems.map((problem) => problem.where.replace(/:\d+$/, ""))).size;
  return new UserError(
    "configs-invalid",
    `${problems.length} problem(s) in ${files} config file(s)`,
    problems,
  );
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

/** An environment or system that no config declares. */
export function notDeclared(option: string, given: string, declared: readonly string[]): UserError {
  return oneProblem(`${option} names something that is not declared`, {
    code: "not-declared",
    where: option,
    given,
    needed: declared.length > 0 ? `one of ${declared.join(", ")}` : "something declared in the configs",
    fix: "check the spelling, or the folder given with --configs",
  });
}

/** A file that should say since when thresholds stand, and cannot be read. */
export function provenanceNotReadable(path: string, why: string): UserError {
  return oneProblem("since when thresholds stand is not known", {
    code: "provenance-not-readable",
    where: path,
    given: why.split("\n", 1)[0] ?? why,
    needed: "a file that `evidence thresholds --out` wrote, where there is git",
    fix: "write it anew in CI, beside the configs it is for; without --provenance git is asked here",
  });
}
