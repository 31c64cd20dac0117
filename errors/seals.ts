/** Faults around seals of the archive. */
import { oneProblem, type UserError } from "./user-error";

/** The openssl program is not there. */
export function opensslMissing(): UserError {
  return oneProblem("the openssl program was not found", {
    code: "openssl-missing",
    where: "PATH",
    needed: "openssl 1.1.1 or later: time stamps are made and checked with it",
    fix: "install openssl, or put its folder on PATH",
  });
}

/** The certificates of the time-stamp authority cannot be used. */
export function timestampCaUnusable(file: string, given: string): UserError {
  return oneProblem("the time-stamp authority's certificates cannot be used", {
    code: "timestamp-ca-unusable",
    where: file,
    given,
    needed: "a PEM file with the authority's root certificate",
    fix: "get it from the authority, by another way than the stamps, and give it with --timestamp-ca",
  });
}

/** Two options that only make sense together, or apart. */
export function sealOptionsUnclear(where: string, needed: string, fix: string): UserError {
  return oneProblem("these options do not go together", { code: "seal-options-unclear", where, needed, fix });
}

/** An option of the seal commands that cannot be read. */
export function sealOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "seal-option-invalid",
    where: option,
    given,
    needed,
    fix: "see evidence seal --help",
  });
}

/** There is no seal where some were expected. */
export function noSeals(place: string): UserError {
  return oneProblem("there are no seals", {
    code: "no-seals",
    where: place,
    needed: "at least one seal",
    fix: "evidence seal run makes the first one; check --environment and --dir",
  });
}

/** A file of seals as lines that cannot be read. */
export function sealLineInvalid(where: string, given: string): UserError {
  return oneProblem("a line with a seal cannot be read", {
    code: "seal-line-invalid",
    where,
    given,
    needed: "lines as evidence seal list --lines prints them",
    fix: "get the file again; a cut or changed line is not taken for a seal",
  });
}
