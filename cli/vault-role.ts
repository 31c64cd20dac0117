import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A role to take, and what CloudTrail is to call who took it. */
interface RoleToTake {
  /** Nothing to go on with the credentials there are. */
  readonly role: string | undefined;
  readonly session: string;
  readonly region: string;
}

const PROFILE = "evidence-vault-role";
const SOURCE = "evidence-own";
const OWN_KEYS: readonly string[] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/**
 * Does something with an environment in which every AWS client has taken a role. It is given as a profile, so that the clients
 * take it anew before the hour is over that a role taken by a role lasts at most.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export async function withVaultRole<Result>(
  { role, session, region }: RoleToTake,
  action: (env: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  if (role === undefined) return action(process.env);
  const folder = await mkdtemp(path.join(tmpdir(), "evidence-role-"));
  try {
    const file = path.join(folder, "config");
    const lines = [
      `[profile ${PROFILE}]`,
      `role_arn = ${oneLine(role)}`,
      `role_session_name = ${session}`,
      `region = ${region}`,
      ...sourceOf(process.env),
    ];
    await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    return await action({ ...withoutOwnKeys(process.env), AWS_CONFIG_FILE: file, AWS_PROFILE: PROFILE });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the credentials are that take the role: of a task in ECS, or those of the environment, as a profile. */
function sourceOf(env: NodeJS.ProcessEnv): readonly string[] {
  const [id, secret, token] = OWN_KEYS.map((name) => env[name]);
  if (id === undefined || secret === undefined) return ["credential_source = EcsContainer"];
  return [
    `source_profile = ${SOURCE}`,
    `[profile ${SOURCE}]`,
    `aws_access_key_id = ${oneLine(id)}`,
    `aws_secret_access_key = ${oneLine(secret)}`,
    ...(token === undefined ? [] : [`aws_session_token = ${oneLine(token)}`]),
  ];
}

/** Beside a profile they would be a second answer to who is calling, and another version of the SDK may take that one. */
function withoutOwnKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_KEYS.includes(name)));
}

/** A second line would be another setting. */
const oneLine = (text: string): string => text.replace(/\s/g, "");
