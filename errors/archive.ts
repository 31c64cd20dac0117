/** Faults in reaching and reading the archive. */
import { oneProblem, type UserError } from "./user-error";

/** The bucket that should hold the archive does not exist. */
export function archiveBucketMissing(place: string, region: string): UserError {
  return oneProblem("the archive's bucket does not exist", {
    code: "archive-bucket-missing",
    where: place,
    needed: `the vault's bucket, in region ${region}`,
    fix: "deploy the environment's evidence-vault stack, or check account, region and endpoint",
  });
}

/** AWS credentials were not found, or have expired. */
export function awsCredentialsMissing(place: string): UserError {
  return oneProblem("no usable AWS credentials", {
    code: "aws-credentials-missing",
    where: place,
    needed: "credentials that may read the archive (s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt)",
    fix: "sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  });
}

/** AWS knows the caller, or refuses to, and does not let it read the archive. */
export function archiveAccessDenied(place: string, given: string): UserError {
  return oneProblem("reading the archive is denied", {
    code: "archive-access-denied",
    where: place,
    given,
    needed: "s3:ListBucketVersions on the bucket, s3:GetObjectVersion on its objects, kms:Decrypt on its key",
    fix: "use a role that may read the vault",
  });
}

/** The S3 endpoint does not answer. */
export function archiveEndpointUnreachable(place: string, given: string): UserError {
  return oneProblem("S3 cannot be reached", {
    code: "archive-endpoint-unreachable",
    where: place,
    given: process.env.AWS_ENDPOINT_URL
      ? `${given} at AWS_ENDPOINT_URL=${process.env.AWS_ENDPOINT_URL}`
      : given,
    needed: "a connection to the S3 endpoint",
    fix: "check network and proxy; for the embedded world, that it is running and AWS_ENDPOINT_URL names it",
  });
}

/** An object broke off while it was fetched, several times. */
export function archiveReadFailed(place: string, key: string, given: string): UserError {
  return oneProblem("an archived object could not be fetched", {
    code: "archive-read-failed",
    where: `${place}: ${key}`,
    given,
    needed: "a connection that lasts until the object is read",
    fix: "check the network and run the export again; nothing was written",
  });
}

/** The folder given in place of the bucket is not there. */
export function archiveFolderMissing(folder: string): UserError {
  return oneProblem("the folder with the archive's copy does not exist", {
    code: "archive-folder-missing",
    where: folder,
    needed: "a folder whose files have the objects' keys as paths",
    fix: "check --source-dir",
  });
}
