/** Faults around evidence holds. */
import { EXIT, oneProblem, type Problem, UserError } from "./user-error";

/** AWS does not let the caller read or set legal holds. */
export function legalHoldDenied(place: string, right: string): UserError {
  return oneProblem("working with legal holds is denied", {
    code: "legal-hold-denied",
    where: place,
    given: `${right} was refused`,
    needed:
      "s3:ListBucketVersions on the bucket, s3:GetObjectLegalHold and s3:PutObjectLegalHold on its objects",
    fix: "use the approver's or the security officer's role",
  });
}

/** Legal holds need Object Lock, which the bucket does not have. */
export function bucketWithoutLock(place: string): UserError {
  return oneProblem("the bucket has no Object Lock", {
    code: "bucket-without-lock",
    where: place,
    needed: "a bucket with Object Lock, as the evidence-vault stack makes it",
    fix: "check that environment, account and endpoint are the vault's; a bucket without a lock protects nothing",
  });
}

/** A new hold, and not everything is said that its record needs. */
export function holdOptionsMissing(id: string, options: readonly string[]): UserError {
  return oneProblem("the hold is not there yet, and cannot be placed without more options", {
    code: "hold-options-missing",
    where: `--id ${id}`,
    needed: options.join(", "),
    fix: "add them; or correct --id if the hold was placed before",
  });
}

/** The hold's record says something else than the command line. */
export function holdDiffers(
  id: string,
  key: string,
  problems: readonly Omit<Problem, "code" | "where">[],
): UserError {
  const code = "hold-differs";
  return new UserError(
    code,
    `hold ${id} is there already, and is another one`,
    problems.map((problem) => ({ ...problem, code, where: key })),
  );
}

/** No hold of this id was ever placed. */
export function holdNotFound(id: string, existing: readonly string[]): UserError {
  return oneProblem("there is no such hold", {
    code: "hold-not-found",
    where: "--id",
    given: id,
    needed: existing.length > 0 ? `one of ${existing.join(", ")}` : "a hold that was placed",
    fix: "evidence hold list --all shows the holds",
  });
}

/** The hold was released. */
export function holdReleased(id: string, key: string): UserError {
  return oneProblem("the hold was released", {
    code: "hold-released",
    where: key,
    given: id,
    needed: "a hold in force",
    fix: "place a new hold under another --id",
  });
}

/** The release is not one that readers would heed. */
export function holdReleaseRefused(id: string, given: string): UserError {
  return oneProblem("the hold is not released", {
    code: "hold-release-refused",
    where: `hold ${id}`,
    given,
    needed:
      "an approval by an approver (evidence hold approve), then a release by a security officer who is neither that approver nor the person who placed the hold",
    fix: "have the approval recorded, or let another person release; until then the hold stays",
  });
}

/** Records of holds are missing or say nothing, so another hold may cover what would be let go: a finding. */
export function holdRecordsHidden(place: string, findings: readonly string[]): UserError {
  const problem = {
    code: "hold-records-hidden",
    where: place,
    given: findings.join("\n"),
    needed:
      "every record of stream holds, for one that is hidden may have placed another hold on the same versions",
    fix: "find out what happened (evidence records verify --stream holds); then --accept-findings releases nevertheless",
  };
  return new UserError(
    problem.code,
    "records of holds are missing or cannot be read",
    [problem],
    EXIT.finding,
  );
}
