import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument, type PolicyStatement } from "../policy-document";

/** Roles that write records, each with a signing key of its own: a record shows by its key who wrote it. */
export const RECORD_WRITERS = ["gate", "ci-review", "ci-deploy", "exporter", "approver", "detector"] as const;

type RecordWriter = (typeof RECORD_WRITERS)[number];

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art21"];

/**
 * Least rights for whoever works with the vault. People (auditor) need a second factor; programs are let in by the
 * account's own IAM.
 */
export class VaultRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
  ) {
    super(scope, id);
    for (const role of RECORD_WRITERS) this.createRole(role, this.writerRights(role), "program");
    this.createRole("auditor", this.auditorRights(), "person");
  }

  private createRole(
    role: RecordWriter | "auditor",
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
  private writerRights(role: RecordWriter): PolicyStatement[] {
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
