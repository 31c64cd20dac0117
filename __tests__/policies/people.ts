import { names, type Environment } from "../../configs";
import { ROLES } from "../../evidence/records/roles";

/** Terraform's name of the IAM role of a role that writes records. */
export const ofRole = (role: string): string => `vault_${role.replaceAll("-", "_")}`;

export const RECORD_WRITERS: readonly string[] = ROLES.map(ofRole);

/** Roles of the stacks, by their address. */
const STACK_ROLES = [
  ...RECORD_WRITERS,
  "vault_auditor",
  "vault_checkpoint_writer",
  "datadog_archive",
  "evidence_replica",
];

/** Roles of the customer's own, in the vault's account and in the replica's: they have every right there is. */
const OWN = ["administrator", "deploy", "break-glass"];
export const ALL_POWERFUL: readonly string[] = OWN;
export const ALL_POWERFUL_THERE: readonly string[] = OWN.map((role) => `replica-${role}`);

export const EVERYONE: readonly string[] = [...STACK_ROLES, ...ALL_POWERFUL];
/** Who could reach the replica, which in production is in an account of its own. */
export const EVERYONE_THERE: readonly string[] = ["evidence_replica", ...ALL_POWERFUL_THERE];

/** A role's ARN in an environment. */
export function roleArn(environment: Environment, who: string): string {
  const { aws, replica } = environment;
  const { datadogArchiveRole, replicationRole, vaultRole } = names(environment);
  const here = (role: string) => `arn:aws:iam::${aws.accountId}:role/${role}`;
  const there = (role: string) => `arn:aws:iam::${replica.accountId ?? aws.accountId}:role/${role}`;
  const arns: Readonly<Record<string, string>> = {
    administrator: here("administrator"),
    deploy: here(aws.roles.deploy),
    "break-glass": here(aws.roles.breakGlass),
    "replica-administrator": there("administrator"),
    "replica-deploy": there(replica.deployRole ?? aws.roles.deploy),
    "replica-break-glass": there(aws.roles.breakGlass),
    datadog_archive: here(datadogArchiveRole),
    evidence_replica: here(replicationRole),
  };
  return arns[who] ?? here(vaultRole(who.replace("vault_", "").replaceAll("_", "-")));
}
