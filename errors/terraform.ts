/** Faults of Terraform runs. */
import { UserError } from "./user-error";

/** No Terraform on the PATH. */
export function terraformMissing(): UserError {
  return new UserError("terraform-missing", "Terraform is not installed here", [
    {
      code: "terraform-missing",
      where: "PATH",
      needed: "terraform 1.5 or later, or OpenTofu",
      fix: "install it, or name the program in TERRAFORM_BINARY_NAME",
    },
  ]);
}

/** Terraform itself refused; its own words are passed on. */
export function terraformFailed(
  stackDir: string,
  command: string,
  logFile: string,
  words: string,
): UserError {
  return new UserError("terraform-failed", `terraform ${command} failed`, [
    {
      code: "terraform-failed",
      where: stackDir,
      given: words,
      needed: `a ${command} without errors`,
      fix: `read ${logFile}`,
    },
  ]);
}
