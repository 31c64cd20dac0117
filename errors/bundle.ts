/** Faults around export bundles: periods, folders, pinned keys. */
import { oneProblem, type Problem, UserError } from "./user-error";

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

/** Two exports into one folder would spoil each other. */
export function bundleInTheMaking(folder: string, pid: number): UserError {
  return oneProblem("this bundle is being made", {
    code: "bundle-in-the-making",
    where: folder,
    given: `process ${pid}, which works in it`,
    needed: "one export at a time",
    fix: "wait for it, or name another --out; if that process is something else, delete the folder",
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

/** The bundle is finished, and the record that should tell of it could not be written. */
export function exportNotRecorded(out: string, place: string, why: readonly Problem[]): UserError {
  const problem = {
    code: "export-not-recorded",
    where: out,
    needed: `a record of this export in ${place}`,
    fix: "mend what follows, then run the same command again: it finds the bundle finished, verifies it, and writes the record alone",
  };
  return new UserError("export-not-recorded", "the bundle is finished, but its record is not written", [
    problem,
    ...why,
  ]);
}
