import { names } from "../../../configs";
import { GATE_PORT, type Database, type PartProps, type Secrets } from "../parts";
import type { Container } from "./container";
import { MLFLOW_ADDRESS, mlflowContainer } from "./mlflow-container";

/** Memory that MLflow leaves to the gate, in MiB: when MLflow takes too much it is ended, and not the gate. */
const FOR_THE_GATE_MIB = 1024;
const HEALTHY = `fetch('http://127.0.0.1:${GATE_PORT}/evidence/health').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`;

export interface ServiceContainersProps extends PartProps {
  readonly images: NonNullable<PartProps["service"]["images"]>;
  readonly secrets: Secrets;
  readonly database: Pick<Database, "ownerSecretArn">;
}

/** What runs in a task of the service, in the order it starts: schema, MLflow, and the gate before it. */
export const serviceContainers = (props: ServiceContainersProps): readonly Container[] => [
  migration(props),
  mlflow(props),
  gate(props),
];

/** Makes logins and databases, and brings the schema up to this MLflow. It alone has the owner's password. */
function migration({ images, secrets, database }: ServiceContainersProps): Container {
  return {
    name: "migrate",
    image: images.mlflow,
    logs: "migrate",
    endsByItself: true,
    entryPoint: ["python", "/app/migrate.py"],
    secrets: {
      MIGRATE_OWNER: database.ownerSecretArn,
      MIGRATE_MLFLOW: secrets.mlflowDatabase,
      MIGRATE_GATE: secrets.gateDatabase,
      MIGRATE_READER: secrets.readerDatabase,
    },
  };
}

function mlflow({ environment, service, images, secrets }: ServiceContainersProps): Container {
  const { size, jobExecution } = service;
  return mlflowContainer(
    {
      environment,
      image: images.mlflow,
      logs: "mlflow",
      databaseSecret: secrets.mlflowDatabase,
      workers: size.workers,
      jobExecution,
    },
    { after: { migrate: "SUCCESS" }, memoryMiB: size.memoryMiB - FOR_THE_GATE_MIB },
  );
}

/** The gate does not start before MLflow answers, and does not go on without it. */
function gate({ environment, service, images, secrets }: ServiceContainersProps): Container {
  const { datadogApiKeySecretArn } = service;
  return {
    name: "gate",
    image: images.gate,
    logs: "gate",
    port: GATE_PORT,
    after: { mlflow: "HEALTHY" },
    command: [
      ...["--environment", environment.id, "--configs", "/app/configs", "--keys", "/app/keys.json"],
      ...["--provenance", "/app/provenance.json", "--mlflow", MLFLOW_ADDRESS],
      ...["--host", "0.0.0.0", "--port", String(GATE_PORT)],
      ...["--vault-role", names(environment).vaultRoleArn("gate")],
    ],
    secrets: {
      EVIDENCE_GATE_STATE: `${secrets.gateDatabase}:uri::`,
      EVIDENCE_GATE_SESSION_KEYS: secrets.sessionKeys,
      ...(datadogApiKeySecretArn !== undefined && { DD_API_KEY: datadogApiKeySecretArn }),
    },
    health: ["CMD", "node", "-e", HEALTHY],
  };
}
