/** Faults of signing keys, in files and in KMS. */
import { oneProblem, type UserError } from "./user-error";

/** The signing key's file is not there. */
export function signingKeyMissing(file: string): UserError {
  return oneProblem("the signing key does not exist", {
    code: "signing-key-missing",
    where: file,
    needed: "a PEM file with an EC P-256 private key",
    fix: "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out FILE && chmod 600 FILE",
  });
}

/** The signing key's file holds something else. */
export function signingKeyInvalid(file: string, given: string): UserError {
  return oneProblem("the signing key cannot be used", {
    code: "signing-key-invalid",
    where: file,
    given,
    needed: "an unencrypted EC P-256 private key in PEM form",
    fix: "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out FILE && chmod 600 FILE",
  });
}

/** Everybody on the machine may read the signing key. */
export function signingKeyReadableByOthers(file: string, mode: string): UserError {
  return oneProblem("the signing key can be read by others", {
    code: "signing-key-readable-by-others",
    where: file,
    given: `mode ${mode}`,
    needed:
      "a file that only its owner (and perhaps its group) may read: whoever reads it can sign in its owner's name",
    fix: `chmod 600 ${file}; if others had access, make a new key`,
  });
}

/** KMS does not sign with this key. */
export function kmsKeyUnusable(keyId: string, given: string, fix: string): UserError {
  return oneProblem("the KMS key cannot be signed with", {
    code: "kms-key-unusable",
    where: keyId,
    given,
    needed: "an enabled asymmetric key of spec ECC_NIST_P256 and usage SIGN_VERIFY",
    fix,
  });
}

/** What KMS signed does not verify with the public key it gave before. */
export function kmsSignatureUnfit(keyId: string): UserError {
  return oneProblem("the signature that KMS made does not verify", {
    code: "kms-signature-unfit",
    where: keyId,
    needed: "an ECDSA signature over P-256 and SHA-256 by the key whose public half KMS gave",
    fix: "try again: the alias may have been moved to another key meanwhile. An emulated KMS that hashes a digest again cannot be signed with",
  });
}

/** KMS does not answer, or does not know who asks. */
export function kmsUnreachable(keyId: string, given: string): UserError {
  return oneProblem("KMS cannot be asked to sign", {
    code: "kms-unreachable",
    where: keyId,
    given,
    needed: "a connection to KMS in the key's region, and credentials that are valid there",
    fix: "sign in, check network, proxy and AWS_ENDPOINT_URL, then try again",
  });
}

/** What names the signing key is neither a file nor a key in KMS. */
export function signingKeyUnnamed(given: string): UserError {
  return oneProblem("the signing key is not named", {
    code: "signing-key-unnamed",
    where: "--signing-key",
    given,
    needed:
      "a PEM file, or kms: followed by the id, ARN or alias of a KMS key, for example kms:alias/evidence-sign-exporter",
    fix: "name one of the two",
  });
}
