/** Faults of what rules are asked to judge. */
import { EXIT, oneProblem, type Problem, UserError } from "./user-error";

const INPUTS =
  "a folder of synthesized stacks (cdktf.out), one cdk.tf.json, or the JSON of `terraform show -json` of a plan or a state";

/** A file or folder that is not there. */
export function nothingToJudge(path: string): UserError {
  return oneProblem("there is nothing to judge", {
    code: "nothing-to-judge",
    where: path,
    needed: INPUTS,
    fix: "run `npm run synth` first, or correct the path",
  });
}

/** A text that is no JSON, most often because it was cut off. */
export function notJson(path: string, words: string, cutOff: boolean): UserError {
  return oneProblem(cutOff ? "the JSON ends too early" : "this is no JSON", {
    code: cutOff ? "json-cut-off" : "not-json",
    where: path,
    given: words,
    needed: INPUTS,
    fix: cutOff
      ? "write the file again; was the disk full, or the job stopped?"
      : "give the output of `terraform show -json`, not a plan file in Terraform's own format",
  });
}

/** JSON that is no synthesized stack. */
export function notSynthesized(path: string, words: string): UserError {
  return oneProblem("this is no synthesized stack", {
    code: "not-synthesized",
    where: path,
    given: words.slice(0, 400),
    needed: INPUTS,
    fix: "run `npm run synth` again, and give what it wrote",
  });
}

/** A state where a plan is needed, or the reverse. */
export function anotherDocument(path: string, given: "plan" | "state", needed: "plan" | "state"): UserError {
  return oneProblem(`this is a ${given}, not a ${needed}`, {
    code: `${given}-instead-of-${needed}`,
    where: path,
    given: `the JSON of a ${given}`,
    needed: `the JSON of a ${needed}`,
    fix:
      needed === "plan"
        ? "run `terraform plan -out=FILE`, then `terraform show -json FILE`"
        : "run `terraform show -json` without a file",
  });
}

/** JSON that is neither plan nor state, or lacks what these have. */
export function notTerraformJson(path: string, needed: "plan" | "state", words: string): UserError {
  return oneProblem(`this is no ${needed} of Terraform or OpenTofu`, {
    code: `not-a-${needed}`,
    where: path,
    given: words.slice(0, 400),
    needed: `the output of \`terraform show -json\` of a ${needed}`,
    fix: "write the file again with Terraform 1.5 or later, or OpenTofu",
  });
}

/** A format nobody has read yet: guessing at it could pass what is wrong. */
export function unknownFormat(path: string, given: string, known: string): UserError {
  return oneProblem("the format of this file is not known here", {
    code: "unknown-format-version",
    where: path,
    given: `format version ${given}`,
    needed: `format version ${known}`,
    fix: "use a version of Terraform that writes this format, or a newer version of this program",
  });
}

/** A plan Terraform itself could not finish. */
export function planWithErrors(path: string): UserError {
  return oneProblem("Terraform did not finish this plan", {
    code: "plan-with-errors",
    where: path,
    given: "errored: true",
    needed: "a plan without errors: an unfinished one shows a part of the changes",
    fix: "run `terraform plan` again and mend what it reports",
  });
}

/** A file too large to judge in memory. */
export function tooLargeToJudge(path: string, bytes: number, limitBytes: number): UserError {
  const mebibytes = (count: number) => `${Math.round(count / 2 ** 20)} MiB`;
  return oneProblem("this file is too large to judge", {
    code: "too-large-to-judge",
    where: path,
    given: mebibytes(bytes),
    needed: `at most ${mebibytes(limitBytes)}`,
    fix: "plan fewer stacks at once: each plans alone",
  });
}

/** Rules that what was synthesized does not meet: a finding, not a mistake in the input. */
export function rulesUnmet(problems: readonly Problem[]): UserError {
  return new UserError("rules-unmet", `${problems.length} rule(s) are not met`, problems, EXIT.finding);
}
