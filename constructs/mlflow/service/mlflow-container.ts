import { names, type Environment, type MlflowServiceConfig } from "../../../configs";
import { MLFLOW_PORT } from "../parts";
import type { Container } from "./container";

/** Where MLflow is found, by the programs of its own task alone. */
export const MLFLOW_ADDRESS = `http://127.0.0.1:${MLFLOW_PORT}`;

const HEALTHY = `import urllib.request as r; r.urlopen('${MLFLOW_ADDRESS}/health', timeout=3)`;

/** What an MLflow is asked for. */
export interface MlflowContainerProps {
  readonly environment: Environment;
  readonly image: string;
  readonly logs: Container["logs"];
  /** ARN of the secret with the address of its database, by a login of its own. */
  readonly databaseSecret: string;
  readonly workers: number;
  readonly jobExecution: MlflowServiceConfig["jobExecution"];
}

/**
 * MLflow, with everything pinned that decides who reaches it and where its artifacts are: it listens to its own task, takes
 * requests for its own address only, and streams artifacts itself instead of handing out addresses of S3.
 */
export function mlflowContainer(
  { environment, image, logs, databaseSecret, workers, jobExecution }: MlflowContainerProps,
  more: Partial<Container> = {},
): Container {
  return {
    name: "mlflow",
    image,
    logs,
    command: [
      ...["--host", "127.0.0.1", "--port", String(MLFLOW_PORT), "--workers", String(workers)],
      // The gate asks under this name, and the load balancer never asks: a page in a browser is turned away.
      ...["--allowed-hosts", `127.0.0.1:${MLFLOW_PORT}`],
      ...[
        "--serve-artifacts",
        "--artifacts-destination",
        `s3://${names(environment).artifactsBucket}/mlflow`,
      ],
    ],
    variables: {
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: String(jobExecution),
    },
    secrets: { MLFLOW_BACKEND_STORE_URI: `${databaseSecret}:uri::` },
    health: ["CMD", "python", "-c", HEALTHY],
    ...more,
  };
}
