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
      `credential_source = ${sourceOf(process.env)}`,
      `region = ${region}`,
    ];
    await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    return await action({ ...process.env, AWS_CONFIG_FILE: file, AWS_PROFILE: PROFILE });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the credentials are that take the role: of a task in ECS, or in the environment. */
function sourceOf(env: NodeJS.ProcessEnv): string {
  const ofTask = env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] ?? env["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  return ofTask === undefined ? "Environment" : "EcsContainer";
}

/** A second line would be another setting. */
const oneLine = (text: string): string => text.replace(/\s/g, "");
