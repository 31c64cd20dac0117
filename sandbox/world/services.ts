/** The servers of the embedded world: how each is started and when it is well. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  AWS_CREDENTIALS,
  DATADOG_API_KEY,
  DATADOG_APPLICATION_KEY,
  loopbackWithoutProxy,
  timestampAuthorityDir,
} from "./environment";
import { LOOPBACK } from "./ports";
import type { ServiceName } from "./registry";

/** What the commands of the services depend on. */
export interface ServiceContext {
  readonly dir: string;
  readonly python: string;
  /** Address of the embedded AWS, which the Datadog stand-in writes its archives to. */
  readonly awsUrl: string;
  readonly stacksDir: string;
  /** The stacks of the one Datadog organisation that the stand-in plays. */
  readonly stacks: readonly string[];
}

export interface Service {
  readonly name: ServiceName;
  readonly title: string;
  /** Started after these, and started anew when one of them was. */
  readonly needs: readonly ServiceName[];
  /** Answers 200 as soon as the server works. */
  readonly healthPath: string;
  readonly command: (context: ServiceContext) => string;
  readonly args: (context: ServiceContext, port: number) => readonly string[];
  readonly env: (context: ServiceContext) => NodeJS.ProcessEnv;
}

const AWS_MAIN = resolve(__dirname, "../aws/server.py");
const DATADOG_MAIN = resolve(__dirname, "../datadog/main.ts");
const TIMESTAMPS_MAIN = resolve(__dirname, "../timestamp-authority/main.ts");
/** Starts Node on a TypeScript program. */
const TYPESCRIPT = ["--import", pathToFileURL(require.resolve("tsx")).href];

/** Byte code is not compiled by the install but on first use, even where the user's environment turns that off. */
const pythonEnv = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...loopbackWithoutProxy(),
  PYTHONDONTWRITEBYTECODE: "",
  PYTHONUNBUFFERED: "1",
});

const aws: Service = {
  name: "aws",
  title: "AWS (moto)",
  needs: [],
  healthPath: "/moto-api/",
  command: ({ python }) => python,
  args: (_, port) => [AWS_MAIN, "-H", LOOPBACK, "-p", String(port)],
  env: pythonEnv,
};

const mlflow: Service = {
  name: "mlflow",
  title: "MLflow",
  needs: [],
  healthPath: "/health",
  command: ({ python }) => python,
  args: ({ dir }, port) => [
    ...["-m", "mlflow", "server", "--host", LOOPBACK, "--port", String(port), "--workers", "1"],
    ...["--backend-store-uri", `sqlite:///${join(dir, "mlflow", "mlflow.db")}`],
    ...["--serve-artifacts", "--artifacts-destination", join(dir, "mlflow", "artifacts")],
  ],
  env: () => ({
    ...pythonEnv(),
    // Its job runner is nine more processes and 1.8 GiB, for features that nobody uses here.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    MLFLOW_DISABLE_TELEMETRY: "true",
  }),
};

const datadog: Service = {
  name: "datadog",
  title: "Datadog stand-in",
  needs: ["aws"],
  healthPath: "/__sandbox/health",
  command: () => process.execPath,
  args: ({ stacksDir, stacks }, port) => [
    ...[...TYPESCRIPT, DATADOG_MAIN, "--port", String(port)],
    ...["--stacks", stacksDir, ...stacks.flatMap((stack) => ["--stack", stack])],
  ],
  env: ({ awsUrl }) => ({
    ...process.env,
    ...AWS_CREDENTIALS,
    AWS_ENDPOINT_URL: awsUrl,
    DD_API_KEY: DATADOG_API_KEY,
    DD_APP_KEY: DATADOG_APPLICATION_KEY,
  }),
};

const timestamps: Service = {
  name: "timestamps",
  title: "Time-stamp authority",
  needs: [],
  healthPath: "/__sandbox/health",
  command: () => process.execPath,
  args: ({ dir }, port) => [
    ...[...TYPESCRIPT, TIMESTAMPS_MAIN, "--port", String(port)],
    // Its certificate outlasts any world.
    ...["--dir", timestampAuthorityDir(dir), "--days", "3650"],
  ],
  env: () => process.env,
};

/** In the order in which they may be started. */
export const SERVICES: readonly Service[] = [aws, mlflow, datadog, timestamps];
