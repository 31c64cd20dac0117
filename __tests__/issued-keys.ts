import { S3Client } from "@aws-sdk/client-s3";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddedAws } from "./embedded-aws";

type Keys = Awaited<ReturnType<S3Client["config"]["credentials"]>>;

/**
 * Keys that an embedded AWS issues for roles, got the way a person's profile gets them: the SDK reads the profile and
 * assumes its role.
 *
 * @param folder where the profiles are written
 * @param arns ARNs of roles by the name they are asked for by
 */
export async function issuedKeys(
  { env, region }: EmbeddedAws,
  folder: string,
  arns: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Keys>> {
  const account = [
    "[profile account]",
    `aws_access_key_id = ${env["AWS_ACCESS_KEY_ID"]}`,
    `aws_secret_access_key = ${env["AWS_SECRET_ACCESS_KEY"]}`,
  ];
  const profiles = Object.entries(arns).flatMap(([role, arn]) => [
    `[profile ${role}]`,
    `role_arn = ${arn}`,
    "source_profile = account",
    `region = ${region}`,
  ]);
  const configFile = join(folder, "aws-config");
  writeFileSync(configFile, [...account, ...profiles].join("\n"));
  const before = { ...process.env };
  Object.assign(process.env, { AWS_CONFIG_FILE: configFile, AWS_ENDPOINT_URL: env["AWS_ENDPOINT_URL"] });
  try {
    const keys = Object.keys(arns).map(async (role) => {
      const client = new S3Client({ profile: role });
      const issued = await client.config.credentials();
      client.destroy();
      return [role, issued] as const;
    });
    return new Map(await Promise.all(keys));
  } finally {
    process.env = before;
  }
}
