/** The servers of the embedded world: how each is started and when it is well. */
import { resolve } from "node:path";
import {
  AWS_CREDENTIALS,
  DATADOG_API_KEY,
  DATADOG_APPLICATION_KEY,
  timestampAuthorityDir,
} from "./environment";
import { gate, issuer, mlflow, postgres } from "./mlflow-services";
import { LOOPBACK } from "./ports";
import { pythonEnvironment, TYPESCRIPT } from "./programs";
import type { Service } from "./service";
import { answersHttp } from "./works";

const AWS_MAIN = resolve(__dirname, "../aws/server.py");
const DATADOG_MAIN = resolve(__dirname, "../datadog/main.ts");
const TIMESTAMPS_MAIN = resolve(__dirname, "../timestamp-authority/main.ts");

const aws: Service = {
  name: "aws",
  title: "AWS (moto)",
  needs: [],
  works: answersHttp("/moto-api/"),
  command: ({ python }) => python,
  args: (_, port) => [AWS_MAIN, "-H", LOOPBACK, "-p", String(port)],
  env: pythonEnvironment,
};

const datadog: Service = {
  name: "datadog",
  title: "Datadog stand-in",
  needs: ["aws"],
  works: answersHttp("/__sandbox/health"),
  command: () => process.execPath,
  args: ({ stacksDir, stacks }, port) => [
    ...[...TYPESCRIPT, DATADOG_MAIN, "--port", String(port)],
    ...["--stacks", stacksDir, ...stacks.flatMap((stack) => ["--stack", stack])],
  ],
  env: ({ urls }) => ({
    ...process.env,
    ...AWS_CREDENTIALS,
    AWS_ENDPOINT_URL: urls.aws,
    DD_API_KEY: DATADOG_API_KEY,
    DD_APP_KEY: DATADOG_APPLICATION_KEY,
  }),
};

const timestamps: Service = {
  name: "timestamps",
  title: "Time-stamp authority",
  needs: [],
  works: answersHttp("/__sandbox/health"),
  command: () => process.execPath,
  args: ({ dir }, port) => [
    ...[...TYPESCRIPT, TIMESTAMPS_MAIN, "--port", String(port)],
    // Its certificate outlasts any world.
    ...["--dir", timestampAuthorityDir(dir), "--days", "3650"],
  ],
  env: () => process.env,
};

/** In the order in which they may be started. */
export const SERVICES: readonly Service[] = [aws, postgres, mlflow, issuer, gate, datadog, timestamps];
