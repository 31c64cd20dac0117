/** MLflow and what stands behind it. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { databaseUrl, initialize, makeDatabase, serverArguments } from "../postgres/cluster";
import type { PostgresInstallation } from "../postgres/installed";
import { AWS_CREDENTIALS, DATADOG_API_KEY, loopbackWithoutProxy } from "./environment";
import { LOOPBACK } from "./ports";
import { pythonEnvironment, TYPESCRIPT } from "./programs";
import type { Service, ServiceContext } from "./service";
import { answersHttp, answersPostgres } from "./works";

const GATE_MAIN = resolve(__dirname, "../../gate/main.ts");
const ISSUER_MAIN = resolve(__dirname, "../issuer/main.ts");

/** Removed with the world: MLflow's database, where that is a file, and its artifacts. */
export const mlflowDir = (worldDir: string): string => join(worldDir, "mlflow");

/** Which keys readers of the world's records rely on. */
export const keyRingFile = (worldDir: string): string => join(stateDir(worldDir), "key-ring.json");

/** Removed with the world: Terraform state, key ring, witness. */
export const stateDir = (worldDir: string): string => join(worldDir, "state");

/** Removed with the world: keys of the issuer. */
export const issuerDir = (worldDir: string): string => join(worldDir, "issuer");

/** Removed with the world: what the gate keeps itself, where there is no PostgreSQL, and the key of its sessions. */
export const gateDir = (worldDir: string): string => join(worldDir, "gate");

function installation({ database }: ServiceContext): PostgresInstallation {
  if (database.kind !== "postgres") throw new Error("this world has no PostgreSQL");
  return database.installation;
}

const portOf = (url: string | undefined): number => Number(new URL(url ?? "").port);

export const postgres: Service = {
  name: "postgres",
  title: "PostgreSQL",
  needs: [],
  isPart: ({ database }) => database.kind === "postgres",
  scheme: "postgresql",
  works: answersPostgres,
  prepare: (context, log) => initialize(installation(context), context.dir, log),
  command: (context) => join(installation(context).bin, "postgres"),
  args: ({ dir }, port) => serverArguments(dir, port),
  env: () => process.env,
  user: (context) => installation(context).user,
  furnish: ({ dir }, port) => makeDatabase(dir, port),
};

/** Listens for the gate alone: its address is in no variable of the world. */
export const mlflow: Service = {
  name: "mlflow",
  title: "MLflow",
  needs: ["postgres"],
  works: answersHttp("/health"),
  command: ({ python }) => python,
  args: ({ dir }, port) => [
    ...["-m", "mlflow", "server", "--host", LOOPBACK, "--port", String(port), "--workers", "1"],
    ...["--allowed-hosts", `${LOOPBACK}:${port}`],
    ...["--serve-artifacts", "--artifacts-destination", join(mlflowDir(dir), "artifacts")],
  ],
  env: async (context) => ({
    ...pythonEnvironment(),
    // A password in an argument can be read by everybody on the machine.
    MLFLOW_BACKEND_STORE_URI: await backendStore(context),
    // Its job runner is nine more processes and 1.8 GiB, for features that nobody uses here.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    MLFLOW_DISABLE_TELEMETRY: "true",
  }),
};

async function backendStore({ dir, database, urls }: ServiceContext): Promise<string> {
  if (database.kind === "embedded") return `sqlite:///${join(mlflowDir(dir), "mlflow.db")}`;
  const url = await databaseUrl(dir, portOf(urls.postgres), "mlflow");
  // Without the driver's name SQLAlchemy takes one that MLflow does not bring.
  return url.replace("postgresql:", "postgresql+psycopg2:");
}

/** Who everybody is, for the gate. */
export const issuer: Service = {
  name: "issuer",
  title: "Identity provider",
  needs: [],
  works: answersHttp("/__sandbox/health"),
  command: () => process.execPath,
  args: ({ dir }, port) => [...TYPESCRIPT, ISSUER_MAIN, "--dir", issuerDir(dir), "--port", String(port)],
  env: () => process.env,
};

/**
 * The only way to MLflow that the world hands out. It starts before the vault exists: until then people train, and nothing
 * goes to production, because no record of it could be written.
 */
export const gate: Service = {
  name: "gate",
  title: "Gate",
  needs: ["aws", "datadog", "postgres", "mlflow", "issuer"],
  works: answersHttp("/evidence/health"),
  command: () => process.execPath,
  args: ({ dir, configs, urls }, port) => [
    ...[...TYPESCRIPT, GATE_MAIN, "--host", LOOPBACK, "--port", String(port)],
    ...["--environment", "sandbox", "--configs", configs, "--keys", keyRingFile(dir)],
    "--vault-may-come-later",
    ...["--mlflow", urls.mlflow ?? "", "--datadog-api", urls.datadog ?? ""],
    ...["--issuer", urls.issuer ?? "", "--public-url", `http://${LOOPBACK}:${port}`],
  ],
  env: async (context) => ({
    ...process.env,
    ...loopbackWithoutProxy(),
    ...AWS_CREDENTIALS,
    AWS_ENDPOINT_URL: context.urls.aws,
    DD_API_KEY: DATADOG_API_KEY,
    DD_LOGS_INTAKE_URL: context.urls.datadog,
    // Node 20 is fine until 2027, and no matter for whoever reads this log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    EVIDENCE_GATE_STATE: await gateState(context),
    EVIDENCE_GATE_SESSION_KEYS: await sessionKey(context.dir),
  }),
};

async function gateState({ dir, database, urls }: ServiceContext): Promise<string> {
  if (database.kind === "embedded") return join(gateDir(dir), "state");
  return databaseUrl(dir, portOf(urls.postgres), "evidence_gate");
}

/** The same over restarts: whoever has signed in stays so. */
async function sessionKey(dir: string): Promise<string> {
  const file = join(gateDir(dir), "session-key");
  await mkdir(gateDir(dir), { recursive: true });
  await writeFile(file, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return readFile(file, "utf8");
}
