import { S3Client } from "@aws-sdk/client-s3";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { names, stackName, type Environment } from "../../configs";
import { command } from "../../sandbox/story/evidence-cli";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { startAws } from "../embedded-aws";
import { issuedKeys } from "../issued-keys";
import { resource, synthesize } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

/** What of the vault's stack is applied: the bucket with all that guards it, and the roles. Keys and copies take minutes. */
const APPLIED = [
  "aws_s3_bucket_policy.evidence_vault",
  "aws_s3_bucket_object_lock_configuration.evidence_vault",
];
/** Roles besides the stack's: the customer's own, which have every right there is, and Datadog's, of another stack. */
const EVERY_RIGHT = statement("*");

/** The vault's bucket in an embedded AWS that enforces rights, and a client of S3 for each role, with keys of a session. */
export interface EnforcedVault {
  readonly bucket: string;
  as(role: string): S3Client;
  stop(): Promise<void>;
}

/**
 * Deploys, has the keys of each role issued, and only then lets the embedded AWS ask for rights.
 *
 * @param roles names of roles of the vault, such as `exporter`
 */
export async function enforcedVault(
  environment: Environment,
  roles: readonly string[],
): Promise<EnforcedVault> {
  const aws = await startAws();
  const { vaultBucket, vaultRoleArn } = names(environment);
  const folder = temporaryFolder();
  const stackDir = join(folder, "stack");
  mkdirSync(stackDir);
  const { stacks } = synthesize();
  const stack = stacks[stackName.evidenceVault(environment.id)];
  if (stack) stack.terraform.backend = { local: { path: join(folder, "state") } };
  writeFileSync(join(stackDir, "cdk.tf.json"), JSON.stringify(stack));
  const others = {
    administrator: EVERY_RIGHT,
    "evidence-deploy": EVERY_RIGHT,
    datadog: String(
      resource(stacks[stackName.art12Logging(environment.id)], "aws_iam_role_policy", "datadog_archive")[
        "policy"
      ],
    ),
  };
  writeFileSync(
    join(stackDir, "others.tf.json"),
    JSON.stringify({ resource: rolesWith(environment, others) }),
  );
  const cliConfig = join(folder, "terraformrc");
  writeFileSync(cliConfig, terraformCliConfig(await findProviders()));

  const applied = [
    ...APPLIED,
    ...Object.keys(stack?.resource?.["aws_iam_role_policy"] ?? {})
      .filter((id) => id.startsWith("vault_"))
      .map((id) => `aws_iam_role_policy.${id}`),
    ...Object.keys(others).map((name) => `aws_iam_role_policy.${name}`),
  ];
  const env = { ...process.env, ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
  for (const args of [
    ["init", "-input=false"],
    ["apply", "-input=false", "-auto-approve", ...applied.map((address) => `-target=${address}`)],
  ]) {
    const { status, stderr } = await command("terraform", [...args, "-no-color"], { cwd: stackDir, env });
    if (status !== 0) throw new Error(stderr);
  }

  const otherArns = Object.keys(others).map((name) => [
    name,
    `arn:aws:iam::${environment.aws.accountId}:role/${name}`,
  ]);
  const issued = await issuedKeys(
    aws,
    folder,
    Object.fromEntries([...roles.map((role) => [role, vaultRoleArn(role)]), ...otherArns]),
  );
  const endpoint = aws.env["AWS_ENDPOINT_URL"] ?? "";
  const sessions = new Map(
    [...issued].map(([role, credentials]) => [
      role,
      new S3Client({ endpoint, region: aws.region, forcePathStyle: true, credentials }),
    ]),
  );
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: "POST", body: "0" });
  return {
    bucket: vaultBucket,
    as: (role) => {
      const client = sessions.get(role);
      if (!client) throw new Error(`no session of ${role}`);
      return client;
    },
    stop: async () => {
      for (const client of sessions.values()) client.destroy();
      await aws.stop();
    },
  };
}

function rolesWith({ aws }: Environment, rights: Readonly<Record<string, string>>) {
  const trust = statement("sts:AssumeRole", { AWS: `arn:aws:iam::${aws.accountId}:root` });
  const entries = Object.entries(rights);
  return {
    aws_iam_role: Object.fromEntries(entries.map(([name]) => [name, { name, assume_role_policy: trust }])),
    aws_iam_role_policy: Object.fromEntries(
      entries.map(([name, policy]) => [name, { name, role: `\${aws_iam_role.${name}.name}`, policy }]),
    ),
  };
}

function statement(action: string, principal?: Readonly<Record<string, string>>): string {
  const about = principal ? { Principal: principal } : { Resource: "*" };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, ...about }],
  });
}
