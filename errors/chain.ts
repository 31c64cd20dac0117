/** Faults around following the chain from the log to the approver. */
import { oneProblem, type UserError } from "./user-error";

/** Without a period the whole archive would have to be read. */
export function chainPeriodNeeded(by: string): UserError {
  return oneProblem("the period to look in is needed", {
    code: "chain-period-needed",
    where: "--from and --to",
    given: "none",
    needed:
      by === "version" || by === "period"
        ? "the first and the last day to look in: the archive is read for them"
        : "the first and the last day to look in, because there is no look-up index: evidence seal run makes one",
    fix: "give both, for example --from 2026-11-01 --to 2026-11-30",
  });
}

/** A file of entries and places is not what it should be. */
export function chainLinesUnreadable(file: string, line: number): UserError {
  return oneProblem("a line with a log entry cannot be read", {
    code: "chain-lines-unreadable",
    where: `${file}, line ${line}`,
    needed: "one JSON object a line: entry, entry_sha256, key, version_id, line",
    fix: "get the file again; a cut or changed line is not taken for an entry",
  });
}

/** A file of a bundle is gone, or not what an export writes. */
export function chainBundleUnreadable(file: string, why: string): UserError {
  return oneProblem("the log cannot be read from the bundle", {
    code: "chain-bundle-unreadable",
    where: file,
    given: why,
    needed: "the file as the export wrote it",
    fix: "get the bundle again; evidence verify says of each file whether it is what was signed",
  });
}

/** No question, or several. */
export function chainQuestionUnclear(): UserError {
  return oneProblem("what shall be followed?", {
    code: "chain-question-unclear",
    where: "the command line",
    needed:
      "exactly one of --event, --input, --input-digest, --case-digest, --model; or --system with --from and --to",
    fix: "evidence chain --help shows an example of each",
  });
}

/** An option of `evidence chain` that cannot be read. */
export function chainOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "chain-option-invalid",
    where: option,
    given,
    needed,
    fix: "see evidence chain --help",
  });
}

/** The key with which an input was hashed is not there, perhaps destroyed. */
export function chainKeyUnusable(file: string, given: string): UserError {
  return oneProblem("the digest of the input cannot be made again", {
    code: "chain-key-unusable",
    where: file,
    given,
    needed: "the very key the application had: a file of 32 bytes or more, as they are or in Base64",
    fix: "if the key was destroyed, the entry is still found by its event id, its case, or a digest that was noted: --event, --case-digest, --input-digest",
  });
}

/** The system's inputs are referred to by commitments, which no key makes again. */
export function chainInputCommitted(system: string): UserError {
  return oneProblem("an input of this system is not found by its content", {
    code: "chain-input-committed",
    where: `configs/systems/${system}.yaml, inputReference.algorithm`,
    given: "sha256-nonce",
    needed: "a keyed digest; a commitment is made anew only with the nonce of its opening",
    fix: "work the commitment out from the opening, and ask with --input-digest",
  });
}

/** Without one of them nothing can be followed. */
export function chainEnvironmentNeeded(bundle: string | undefined): UserError {
  return oneProblem("which environment?", {
    code: "chain-environment-needed",
    where: "--environment",
    given: bundle === undefined ? "none" : `none, and ${bundle} has no manifest that names it`,
    needed: "the id of the environment whose log it is",
    fix: "give --environment",
  });
}
