/** What programs must be told to work on the embedded world, as variables for children and as a file to source. */
import { join } from "node:path";

/** moto takes any credentials; these belong to its default account 123456789012. */
export const AWS_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
} as const;

/** The one API key that the Datadog stand-in of a world takes. It opens nothing but that. */
export const DATADOG_API_KEY = "sandbox-datadog-api-key";

/** The application key of its one login there, which no log needs and Terraform does. */
export const DATADOG_APPLICATION_KEY = "sandbox-datadog-application-key";

/** Variables that would lead a program away from the world. */
const FOREIGN = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"] as const;

export interface WorldAddresses {
  readonly dir: string;
  readonly awsUrl: string;
  readonly gateUrl: string;
  /** Access token of the program that trains. */
  readonly token: string;
  readonly datadogUrl: string;
  readonly timestampsUrl: string;
  readonly issuerUrl: string;
  /** File with the public keys of all roles. */
  readonly keyRing: string;
  /** Python with the packages of the sandbox. */
  readonly python: string;
}

/** Where the time-stamp authority of a world keeps its keys. */
export const timestampAuthorityDir = (dir: string): string => join(dir, "timestamp-authority");

export const terraformCliConfigFile = (dir: string): string => join(dir, "terraformrc");

/** The variables that point AWS clients, Terraform, MLflow clients and the log sender at a world, and name its time-stamp authority. */
export function worldVariables(world: WorldAddresses): Record<string, string> {
  return {
    ...AWS_CREDENTIALS,
    ...loopbackWithoutProxy(),
    AWS_ENDPOINT_URL: world.awsUrl,
    MLFLOW_TRACKING_URI: world.gateUrl,
    MLFLOW_TRACKING_TOKEN: world.token,
    MLFLOW_DISABLE_TELEMETRY: "true",
    DD_API_KEY: DATADOG_API_KEY,
    DD_APP_KEY: DATADOG_APPLICATION_KEY,
    DD_LOGS_INTAKE_URL: world.datadogUrl,
    // For --timestamp-authority and --timestamp-ca.
    TIMESTAMP_AUTHORITY: world.timestampsUrl,
    TIMESTAMP_CA: join(timestampAuthorityDir(world.dir), "ca.pem"),
    // For people who try docs/quick-start: whom to ask for a token of anna or ben, and whose signatures count.
    SANDBOX_ISSUER: world.issuerUrl,
    SANDBOX_KEY_RING: world.keyRing,
    SANDBOX_PYTHON: world.python,
    TF_CLI_CONFIG_FILE: terraformCliConfigFile(world.dir),
    CHECKPOINT_DISABLE: "1",
  };
}

/** A whole environment for a child process: this process's, pointed at the world. */
export function childEnvironment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables };
  for (const name of FOREIGN) delete env[name];
  return env;
}

/** The same for a shell: `. .sandbox/env.sh`, then `npx cdktf deploy sandbox-evidence-vault` works by hand. */
export function environmentScript(variables: Readonly<Record<string, string>>): string {
  const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `# Points this shell at the embedded world.\nunset ${FOREIGN.join(" ")}\n${exports.join("\n")}\n`;
}

/** A proxy set for the outside world must not be asked for the loopback address. */
export function loopbackWithoutProxy(): Record<"NO_PROXY" | "no_proxy", string> {
  const set = (process.env["NO_PROXY"] ?? process.env["no_proxy"] ?? "").split(",").filter(Boolean);
  const hosts = [...new Set([...set, "127.0.0.1", "localhost"])].join(",");
  return { NO_PROXY: hosts, no_proxy: hosts };
}
