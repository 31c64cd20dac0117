import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { ROLES, type Role } from "../../evidence/records/roles";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument, type PolicyStatement } from "../policy-document";

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art21"];
/** Roles only people hold. */
const PEOPLE: readonly Role[] = ["approver", "security-officer"];

/**
 * Least rights for whoever works with the vault: each role that writes records, with a signing key of its own, so that a
 * record shows by its key who wrote it, and an auditor. People need a second factor; programs are let in by the
 * account's own IAM.
 */
export class VaultRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
  ) {
    super(scope, id);
    for (const role of ROLES)
      this.createRole(role, this.writerRights(role), PEOPLE.includes(role) ? "person" : "program");
    this.createRole("auditor", this.auditorRights(), "person");
  }

  private createRole(
    role: Role | "auditor",
    rights: readonly PolicyStatement[],
    who: "person" | "program",
  ): void {
    const { accountId } = this.environment.aws;
    const trust: PolicyStatement = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "sts:AssumeRole",
      ...(who === "person" && { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    };
    const logicalId = `vault_${role.replaceAll("-", "_")}`;
    const iamRole = evidenceResource(
      new IamRole(this, role, {
        name: names(this.environment).vaultRole(role),
        assumeRolePolicy: policyDocument([trust]),
        tags: dutyTags(DUTIES),
      }),
      { logicalId, duties: DUTIES },
    );
    evidenceResource(
      new IamRolePolicy(this, `${role}-policy`, {
        name: "vault",
        role: iamRole.name,
        policy: policyDocument(rights),
      }),
      {
        logicalId,
        duties: DUTIES,
      },
    );
  }

  /** Appends to the streams of its own, reads all records, signs with its own key; the exporter reads the archive, too. */
  private writerRights(role: Role): PolicyStatement[] {
    const { vaultBucketArn, archivePath, signingKeyAlias } = names(this.environment);
    return [
      {
        Sid: "Append",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `${vaultBucketArn}/records/${role}*`,
      },
      ...this.readRights(["records", ...(role === "exporter" ? [archivePath] : [])]),
      {
        Sid: "Encrypt",
        ...this.onKey(names(this.environment).vaultKeyAlias, ["kms:GenerateDataKey", "kms:Decrypt"]),
      },
      { Sid: "Sign", ...this.onKey(signingKeyAlias(role), ["kms:Sign", "kms:GetPublicKey"]) },
    ];
  }

  private auditorRights(): PolicyStatement[] {
    const { archivePath, vaultKeyAlias } = names(this.environment);
    return [
      ...this.readRights(["records", archivePath]),
      { Sid: "Decrypt", ...this.onKey(vaultKeyAlias, ["kms:Decrypt"]) },
      {
        Sid: "CheckReferences",
        Effect: "Allow",
        Action: ["kms:VerifyMac", "kms:Verify", "kms:GetPublicKey"],
        Resource: this.anyKey(),
      },
    ];
  }

  private readRights(prefixes: readonly string[]): PolicyStatement[] {
    const { vaultBucketArn } = names(this.environment);
    return [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold"],
        Resource: prefixes.map((prefix) => `${vaultBucketArn}/${prefix}/*`),
      },
      {
        Sid: "ListAllVersions",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:ListBucketVersions"],
        Resource: vaultBucketArn,
      },
    ];
  }

  /** Keys are named by alias, so that this policy is a literal. */
  private onKey(alias: string, actions: readonly string[]): PolicyStatement {
    return {
      Effect: "Allow",
      Action: actions,
      Resource: this.anyKey(),
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
    };
  }

  private anyKey(): string {
    const { region, accountId } = this.environment.aws;
    return `arn:aws:kms:${region}:${accountId}:key/*`;
  }
}
