/** Faults around objects in storage classes from which nothing is read unrestored. */
import { oneProblem, type UserError } from "./user-error";

/** Objects of the period lie in a cold class, and have no restored copy. */
export function archiveIsCold(place: string, given: string, command: string): UserError {
  return oneProblem("a part of the period cannot be read yet", {
    code: "archive-is-cold",
    where: place,
    given,
    needed: "restored copies of them, which can be read; nothing was written",
    fix: `${command}\n            and export when they are back; or export with --leave-cold: what they hold is then missing, and each is a finding`,
  });
}

/** A class is not restored that fast. */
export function restoreTierNotOffered(
  tier: string,
  storageClass: string,
  offered: readonly string[],
): UserError {
  return oneProblem("a storage class is not restored at this speed", {
    code: "restore-tier-not-offered",
    where: "--tier",
    given: `${tier}, with objects in ${storageClass}`,
    needed: `${offered.join(" or ")}; nothing was asked of S3`,
    fix: "evidence restore --dry-run shows time and cost of each",
  });
}

/** The caller may not restore, or not even ask. */
export function restoreDenied(place: string, right: string): UserError {
  return oneProblem("restoring from the vault is denied", {
    code: "restore-denied",
    where: place,
    needed: `${right} on the archive's objects`,
    fix: "use a role that may restore, for example the exporter's; what was asked before goes on",
  });
}
