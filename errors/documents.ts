/** Faults around documentation kept in the vault. */
import { oneProblem, type UserError } from "./user-error";

/** The bytes are not those whose digest names the document. */
export function documentChanged(key: string, given: string): UserError {
  return oneProblem("a document is not what its digest says", {
    code: "document-changed",
    where: key,
    given,
    needed: "exactly the bytes whose SHA-256 the document is named by",
    fix: "find out what changed them: at their source since they were read, or where they are kept",
  });
}

/** S3 takes no more in one put, and only one put is checked as a whole. */
export function documentTooLong(key: string, bytes: number, most: number): UserError {
  return oneProblem("a document is too long to be kept", {
    code: "document-too-long",
    where: key,
    given: `${bytes} bytes`,
    needed: `at most ${most} bytes in one file`,
    fix: "save the model in several files",
  });
}

/** AWS does not let the caller work with documentation. */
export function documentationAccessDenied(bucket: string): UserError {
  return oneProblem("working with documentation is denied", {
    code: "documentation-access-denied",
    where: `s3://${bucket}/documentation`,
    needed:
      "to read: s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt; to keep also s3:PutObject with If-None-Match and kms:GenerateDataKey",
    fix: "use the auditor's role to read, the gate's to keep",
  });
}

/** Whether the document was kept is not known: the store's answers were lost. */
export function documentNotSettled(key: string, given: string): UserError {
  return oneProblem("whether a document was kept is not known", {
    code: "document-not-settled",
    where: key,
    given,
    needed: "an answer of the store",
    fix: "try again: what is there is not written again",
  });
}

/** Documents are asked for of a system that is declared, and does not run there. */
export function systemNotInEnvironment(system: string, environment: string): UserError {
  return oneProblem("the system does not run in this environment", {
    code: "system-not-in-environment",
    where: `systems/${system}.yaml`,
    field: "environments",
    given: environment,
    needed: `${environment} among the environments of ${system}`,
    fix: "correct --environment or --system, or add the environment to the system's file",
  });
}

/** The folder of the documents cannot be written to. */
export function documentsNotWritten(file: string, given: string): UserError {
  return oneProblem("the documents cannot be written", {
    code: "documents-not-written",
    where: file,
    given,
    needed: "a folder below --out that may be made and written to",
    fix: "name another folder with --out, or put what stands in its way elsewhere",
  });
}

/** Records were asked for in a way that leaves open whose, or by whose keys they count. */
export function documentsRecordsUnclear(given: string): UserError {
  return oneProblem("from where the records of the documents come is not clear", {
    code: "documents-records-unclear",
    where: "--vault, --dir, --keys",
    given,
    needed: "--vault or --dir, one of them, together with --keys; or none of the three",
    fix: "add --keys with the key ring, or leave the records out: then documents list them as missing",
  });
}
