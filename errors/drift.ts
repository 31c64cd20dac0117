/** Faults of what a check for drift is given. */
import { oneProblem, type UserError } from "./user-error";

/** Who changed something is told by an environment's trail, and none was named. */
export function trailUnnamed(): UserError {
  return oneProblem("whose trail is to tell who made the changes?", {
    code: "trail-unnamed",
    where: "the command line",
    given: "--who without --environment",
    needed: "the environment whose trail is read",
    fix: "name it with --environment, or leave --who out",
  });
}
