import { Construct } from "constructs";
import { Entrance } from "./entrance/entrance";
import { MlflowNetwork } from "./network/network";
import type { Database, Network, PartProps, Secrets } from "./parts";
import { Schedules } from "./schedules/schedules";
import { createCluster } from "./service/cluster";
import { createDatabaseAlarms } from "./service/database-alarms";
import { GateService } from "./service/gate-service";
import { ArtifactBucket } from "./stores/artifact-bucket";
import { Backups } from "./stores/backups";
import { MlflowDatabase } from "./stores/database";
import { LogGroups } from "./stores/log-groups";
import { Repositories } from "./stores/repositories";
import { ServiceSecrets } from "./stores/secrets";
import { serviceKey } from "./stores/service-key";

/**
 * MLflow and the gate before it, as a service: the gate alone is reached, by the load balancer alone; MLflow listens to its
 * own task; database and artifacts are encrypted, versioned and backed up.
 */
export class MlflowService extends Construct {
  constructor(scope: Construct, id: string, props: PartProps) {
    super(scope, id);
    // Parts in the order they depend on each other.
    const kmsKeyArn = serviceKey(this, "Key", props.environment).key.arn;
    const logGroups = new LogGroups(this, "LogGroups", { ...props, kmsKeyArn });
    const network = new MlflowNetwork(this, "Network", {
      ...props,
      flowLogGroupArn: logGroups.arns.flow,
    });
    const loadBalancer = new Entrance(this, "Entrance", { ...props, network, kmsKeyArn });
    new ArtifactBucket(this, "Artifacts", { ...props, kmsKeyArn });
    new Repositories(this, "Repositories", { ...props, kmsKeyArn });
    const { database } = new MlflowDatabase(this, "Database", {
      ...props,
      kmsKeyArn,
      network,
      logGroups: logGroups.ofDatabase,
    });
    const { secrets } = new ServiceSecrets(this, "Secrets", { ...props, kmsKeyArn, database });
    new Backups(this, "Backups", { ...props, kmsKeyArn, database });
    createDatabaseAlarms(this, { ...props, database });
    this.createTasks({ ...props, kmsKeyArn, network, loadBalancer, database, secrets });
  }

  /** What runs, once there are images: the service, and the jobs where EventBridge starts them. */
  private createTasks(props: TasksProps): void {
    const cluster = createCluster(this, "Cluster", props.environment);
    const { images, scheduledBy } = props.service;
    if (images === undefined) return;
    const { loadBalancer } = props;
    new GateService(this, "Service", { ...props, images, cluster, after: [loadBalancer.listener] });
    if (scheduledBy === "eventbridge") new Schedules(this, "Schedules", { ...props, images, cluster });
  }
}

interface TasksProps extends PartProps {
  readonly kmsKeyArn: string;
  readonly network: Network;
  readonly loadBalancer: Entrance;
  readonly database: Database;
  readonly secrets: Secrets;
}
