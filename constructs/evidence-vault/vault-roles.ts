import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { ROLES, type Role } from "../../evidence/records/roles";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument, type PolicyStatement } from "../policy-document";
import { auditorRights, checkpointWriterRights, recordWriterRights } from "./vault-rights";

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art21"];
/** Roles only people hold. */
const PEOPLE: readonly Role[] = ["approver", "security-officer"];

/**
 * Least rights for whoever works with the vault: each role that writes records, with a signing key of its own, so that a
 * record shows by its key who wrote it; an auditor; and applications that put checkpoints. People need a second factor;
 * programs are let in by the account's own IAM, applications by being named in the config.
 */
export class VaultRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
  ) {
    super(scope, id);
    for (const role of ROLES)
      this.createRole(
        role,
        recordWriterRights(environment, role),
        this.account(PEOPLE.includes(role) ? "person" : "program"),
      );
    this.createRole("auditor", auditorRights(environment), this.account("person"));
    // A role nobody may take is a role somebody will take: it exists once an application is named.
    const { writtenBy = [] } = environment.checkpoints ?? {};
    if (writtenBy.length > 0)
      this.createRole("checkpoint-writer", checkpointWriterRights(environment), trust(writtenBy));
  }

  private account(who: "person" | "program"): PolicyStatement {
    return {
      ...trust(`arn:aws:iam::${this.environment.aws.accountId}:root`),
      ...(who === "person" && { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    };
  }

  private createRole(role: string, rights: readonly PolicyStatement[], trusted: PolicyStatement): void {
    const id = { logicalId: `vault_${role.replaceAll("-", "_")}`, duties: DUTIES };
    const iamRole = evidenceResource(
      new IamRole(this, role, {
        name: names(this.environment).vaultRole(role),
        assumeRolePolicy: policyDocument([trusted]),
        tags: dutyTags(DUTIES),
      }),
      id,
    );
    const policy = { name: "vault", role: iamRole.name, policy: policyDocument(rights) };
    evidenceResource(new IamRolePolicy(this, `${role}-policy`, policy), id);
  }
}

const trust = (arns: string | readonly string[]): PolicyStatement => ({
  Effect: "Allow",
  Principal: { AWS: arns },
  Action: "sts:AssumeRole",
});
