/** Faults of Terraform runs. What Terraform itself said is passed on, shortened. */
import { oneProblem, type UserError } from "./user-error";

/** No Terraform on the PATH. */
export function terraformMissing(program: string): UserError {
  return oneProblem("Terraform is not installed here", {
    code: "terraform-missing",
    where: "PATH",
    given: program,
    needed: "terraform 1.5 or later, or OpenTofu",
    fix: "install it, or name the program in TERRAFORM_BINARY_NAME",
  });
}

/** A Terraform that lacks what is needed here, or a program that is none. */
export function terraformUnfit(program: string, given: string): UserError {
  return oneProblem("this Terraform cannot be used", {
    code: "terraform-unfit",
    where: program,
    given,
    needed: "terraform 1.5 or later, or OpenTofu",
    fix: "install another version, or name the program in TERRAFORM_BINARY_NAME",
  });
}

/** Where Terraform ran, what it was asked for, what it said, and where the rest of its words are. */
export interface TerraformRun {
  readonly stackDir: string;
  /** `plan`, `apply` and so on. */
  readonly command: string;
  readonly words: string;
  readonly logFile: string;
}

/** Terraform itself refused, for a reason of which nothing more is known. */
export function terraformFailed({ stackDir, command, words, logFile }: TerraformRun): UserError {
  return oneProblem(`terraform ${command} failed`, {
    code: "terraform-failed",
    where: stackDir,
    given: words,
    needed: `terraform ${command} without errors`,
    fix: `read ${logFile}`,
  });
}

/** The job was stopped while Terraform ran. */
export function terraformInterrupted({ stackDir, command, logFile }: TerraformRun): UserError {
  return oneProblem(`terraform ${command} was interrupted`, {
    code: "terraform-interrupted",
    where: stackDir,
    needed: `terraform ${command} to its end`,
    fix: `run it again; ${logFile} shows how far it came`,
  });
}

/** A provider's program is not on this machine and cannot be fetched. */
export function providerUnavailable({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("a provider of this stack cannot be had here", {
    code: "provider-unavailable",
    where: stackDir,
    given: words,
    needed: "the provider's program, from its registry or from a local mirror",
    fix: "make the registry reachable, or name a mirror in Terraform's CLI configuration (TF_CLI_CONFIG_FILE)",
  });
}

/** A service that Terraform must call knows no caller. */
export function terraformCredentialsMissing({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("Terraform has no valid credentials", {
    code: "credentials-missing",
    where: stackDir,
    given: words,
    needed: "credentials that are not expired, for the stack's provider and for the place of its state",
    fix: "sign in (in CI: assume the environment's role), then run it again",
  });
}

/** Another run works on the same state. */
export function stateLocked({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("the state of this stack is locked by another run", {
    code: "state-locked",
    where: stackDir,
    given: words,
    needed: "one run at a time",
    fix: "wait for the other run; if it is known to be dead: terraform force-unlock ID, in the stack's folder",
  });
}

/** A state that a newer Terraform, or a newer provider, wrote. */
export function stateOfNewerVersion({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("the state of this stack was written by a newer version", {
    code: "state-of-newer-version",
    where: stackDir,
    given: words,
    needed: "the version of Terraform, and of the provider, that deployed last, or a newer one",
    fix: "install that version, or raise the provider's version in the environment's config",
  });
}

/** The state has moved on since the plan was made. */
export function planStale({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("the plan is stale: the state has changed since it was made", {
    code: "plan-stale",
    where: stackDir,
    given: words,
    needed: "a plan of the state as it is",
    fix: "plan, review and apply again. If a deploy of this very plan was begun before, it may have been carried out: look at the stream ci-deploy",
  });
}

/** A plan file that another version of Terraform, or OpenTofu, made. */
export function planOfOtherVersion({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("the plan was made by another version of Terraform", {
    code: "plan-of-other-version",
    where: stackDir,
    given: words,
    needed: "the same version for plan and apply",
    fix: "apply with the version that planned, or plan and review again with this one",
  });
}

/** Plan file and stack do not choose the same versions of providers. */
export function providersDiffer({ stackDir, words }: TerraformRun): UserError {
  return oneProblem("the plan was made with other versions of providers", {
    code: "providers-differ",
    where: stackDir,
    given: words,
    needed: "the provider versions of the plan's lock file",
    fix: "keep <stack>.lock.hcl beside the plan, or plan and review again",
  });
}

/** A file that is no saved plan. */
export function planFileUnreadable(file: string, given: string): UserError {
  return oneProblem("this is no saved plan of Terraform", {
    code: "plan-file-unreadable",
    where: file,
    given,
    needed: "the file that `evidence plan` wrote, whole",
    fix: "copy it again, or plan and review again",
  });
}

/** A state where a saved plan is needed. */
export function stateInsteadOfPlanFile(file: string): UserError {
  return oneProblem("this is a state, not a plan", {
    code: "state-instead-of-plan",
    where: file,
    given: "a state of Terraform",
    needed: "the file that `evidence plan` wrote",
    fix: "give the plan's own file; what a state holds is applied already",
  });
}
