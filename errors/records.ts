/** Faults around signed records. */
import { oneProblem, type Problem, UserError } from "./user-error";

/** AWS does not let the caller work with records. */
export function recordsAccessDenied(bucket: string): UserError {
  return oneProblem("working with records is denied", {
    code: "records-access-denied",
    where: `s3://${bucket}/records`,
    needed:
      "to read: s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt; to append also s3:PutObject with If-None-Match and kms:GenerateDataKey",
    fix: "use the auditor's role to read, the role of your records to append",
  });
}

/** The folder that should hold records is not there. */
export function recordsFolderMissing(folder: string): UserError {
  return oneProblem("the folder with records does not exist", {
    code: "records-folder-missing",
    where: folder,
    needed: "a folder with records/<stream>/<sequence>.dsse.json in it, for example a bundle's",
    fix: "check --dir",
  });
}

/** Neither, or both, of the places records can be read from. */
export function recordsPlaceUnclear(): UserError {
  return oneProblem("where are the records?", {
    code: "records-place-unclear",
    where: "--environment and --dir",
    needed: "exactly one of the two",
    fix: "--environment ENV reads the environment's vault, --dir DIR a folder",
  });
}

/** A stream that is not there. */
export function streamNotFound(place: string, stream: string, existing: readonly string[]): UserError {
  return oneProblem("there is no such stream of records", {
    code: "stream-not-found",
    where: place,
    given: stream,
    needed: existing.length > 0 ? `one of ${existing.join(", ")}` : "at least one record",
    fix: "evidence records list shows the streams",
  });
}

/** A record that is not there. */
export function recordNotFound(place: string, key: string): UserError {
  return oneProblem("there is no such record", {
    code: "record-not-found",
    where: place,
    given: key,
    needed: "the number of a record that stands in the stream",
    fix: "evidence records list --stream STREAM shows the numbers",
  });
}

/** A number or a remembered head on the command line that cannot be read. */
export function recordOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "record-option-invalid",
    where: option,
    given,
    needed,
    fix: "evidence records verify prints the heads to remember; list --stream STREAM the numbers",
  });
}

/** A record that no reader would accept, found before it was written. */
export function recordInvalid(problems: readonly Problem[]): UserError {
  return new UserError("record-invalid", "the record cannot be written", problems);
}

/** What the signer signed does not verify with its own public key. */
export function recordSignatureUnusable(): UserError {
  return oneProblem("the signer's signature does not verify with its own public key", {
    code: "record-signature-unusable",
    where: "the signer of the record",
    needed: "an ECDSA signature over P-256 and SHA-256 by the private half of the public key",
    fix: "check that key and public key belong together; an emulated KMS that hashes a digest again cannot sign records",
  });
}

/** Other writers were faster for as long as we tried. */
export function recordStreamBusy(key: string, triedForMs: number): UserError {
  return oneProblem("other writers left no gap in the stream", {
    code: "record-stream-busy",
    where: key,
    given: `tried for ${Math.round(triedForMs / 1000)} s`,
    needed: "a moment in which nobody else appends to this stream",
    fix: "try again; nothing was written. Give busy writers streams of their own",
  });
}

/** Whether the record was written is not known: the store's answers were lost. */
export function recordNotSettled(key: string, given: string): UserError {
  return oneProblem("whether the record was written is not known", {
    code: "record-not-settled",
    where: key,
    given,
    needed: "an answer of the store",
    fix: "check the connection, look whether the record is there, and only then write it again",
  });
}

/** The last record of the stream cannot be read, so nothing can be chained to it. */
export function recordHeadUnreadable(key: string, given: string): UserError {
  return oneProblem("the stream's last record cannot be read", {
    code: "record-head-unreadable",
    where: key,
    given,
    needed: "its bytes, for the next record to be chained to",
    fix: "restore the object, or give the writer s3:GetObjectVersion and kms:Decrypt",
  });
}

/** The key ring's file is not there. */
export function keyRingMissing(file: string): UserError {
  return oneProblem("the key ring does not exist", {
    code: "key-ring-missing",
    where: file,
    needed: "a keys.json with the public keys that may sign records",
    fix: "check --keys; ask the security officer for the file",
  });
}

/** What should be the key ring is no JSON, or no file. */
export function keyRingUnreadable(file: string, given: string): UserError {
  return oneProblem("the key ring cannot be read", {
    code: "key-ring-unreadable",
    where: file,
    given,
    needed: "a keys.json: JSON, in UTF-8",
    fix: "check --keys; docs/verify-records.md shows the form of the file",
  });
}

/** The key ring's file does not fit its schema. */
export function keyRingInvalid(problems: readonly Problem[]): UserError {
  return new UserError("key-ring-invalid", "the key ring cannot be used", problems);
}

/** A key that readers with this key ring would not accept for the role: found before anything is written. */
export function signingKeyNotEntitled(keyId: string, role: string, given: string): UserError {
  return oneProblem("the signing key is not one of this role", {
    code: "signing-key-not-entitled",
    where: `key ${keyId}`,
    given,
    needed: `a key that the key ring lists for ${role}, and that is not revoked`,
    fix: "sign with the role's own key, or have the key added in a key ceremony; nothing was written",
  });
}

/** The file with what a record says cannot be used. */
export function detailsUnreadable(file: string, given: string): UserError {
  return oneProblem("what the record says cannot be read", {
    code: "details-unreadable",
    where: file,
    given,
    needed: "a file with one JSON object, in the form of the record's kind",
    fix: "check --details; evidence records add --help shows the forms",
  });
}

/** A file that a record is about cannot be read. */
export function subjectUnreadable(file: string, given: string): UserError {
  return oneProblem("what the record is about cannot be read", {
    code: "subject-unreadable",
    where: file,
    given,
    needed: "a file whose digest the record can name",
    fix: "check --subject-file, or give name and digest with --subject",
  });
}
