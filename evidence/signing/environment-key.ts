import { names, type Environment } from "../../configs";

/** The key of an environment for a role, as `--signing-key` names it: in the vault's KMS, which it never leaves. */
export function environmentKey(environment: Environment, role: string): string {
  return `kms:${names(environment).signingKeyAlias(role)}`;
}
