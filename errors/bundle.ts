/** Faults around export bundles: periods, keys, folders. */
import { oneProblem, type UserError } from "./user-error";

/** A bound of the period is neither a date nor an instant. */
export function badPeriodBound(option: string, given: string): UserError {
  return oneProblem("a bound of the period cannot be read", {
    code: "bad-period-bound",
    where: option,
    given,
    needed:
      "a date that exists, such as 2026-11-24, or an instant with its zone, such as 2026-11-24T21:00:00Z",
    fix: "a date takes the whole UTC day; for anything finer give an instant",
  });
}

/** The period ends before, or when, it begins. */
export function periodReversed(from: string, to: string): UserError {
  return oneProblem("the period has no length", {
    code: "period-reversed",
    where: "--from and --to",
    given: `${from} to ${to}`,
    needed: "a --to after --from (a date as --to includes that day, an instant does not include itself)",
    fix: "exchange them, or move one",
  });
}

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
      "a file that only its owner (and perhaps its group) may read: whoever reads it can sign as the exporter",
    fix: `chmod 600 ${file}; if others had access, make a new key`,
  });
}

/** The bundle's folder is taken. */
export function bundleExists(out: string, isBundle: boolean): UserError {
  return oneProblem("the bundle's folder exists already", {
    code: "bundle-exists",
    where: out,
    given: isBundle ? "a bundle" : "something that is not a bundle",
    needed: "a name that is free",
    fix: isBundle
      ? "name another --out, or replace the bundle with --force"
      : "name another --out; --force replaces bundles only",
  });
}

/** The name of the folder in which the bundle is made is taken by something else. */
export function bundlePartialForeign(folder: string): UserError {
  return oneProblem("the folder to work in is taken", {
    code: "bundle-partial-foreign",
    where: folder,
    given: "files that no export left behind",
    needed: "this name, for the bundle in the making",
    fix: "move that folder away, or name another --out",
  });
}

/** No room for the bundle, or for the work files beside it. */
export function bundleDiskFull(folder: string): UserError {
  return oneProblem("the disk is full", {
    code: "bundle-disk-full",
    where: folder,
    needed: "about twice the size of the unpacked logs, until the export is done",
    fix: "free some space, or name an --out on another disk; no bundle was written",
  });
}

/** What should be verified is not there. */
export function bundleMissing(folder: string): UserError {
  return oneProblem("there is no bundle to verify", {
    code: "bundle-missing",
    where: folder,
    needed: "the folder of an export bundle",
    fix: "check the path; unpack the bundle first if it came as one file",
  });
}

/** The key pinned with --public-key cannot be used. */
export function publicKeyInvalid(file: string, given: string): UserError {
  return oneProblem("the public key cannot be used", {
    code: "public-key-invalid",
    where: file,
    given,
    needed: "a PEM file with an EC P-256 public key",
    fix: "ask the exporter for exporter.pub.pem by another way than the bundle's",
  });
}
