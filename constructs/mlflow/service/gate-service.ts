import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import {
  GATE_PORT,
  type Database,
  type LoadBalancer,
  type Network,
  type PartProps,
  type Secrets,
} from "../parts";
import { createAlarms } from "./alarms";
import { namedRole } from "./named-role";
import { createScaling, fewestTasks } from "./scaling";
import { serviceContainers, type ServiceContainersProps } from "./service-containers";
import { taskDefinition } from "./task";
import { artifactRights, executionRights, tasksOf, vaultRights } from "./task-rights";

export interface GateServiceProps extends PartProps {
  readonly images: ServiceContainersProps["images"];
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  readonly database: Database;
  readonly secrets: Secrets;
  /** What must be there before a task can start: the listener, above all. */
  readonly after: readonly ITerraformDependable[];
}

const DUTIES: readonly Duty[] = ["Art12", "Art17(1)", "Art18(1)"];
/** MLflow keeps an upload here until it is whole; images and several uploads of gigabytes at once. */
const STORAGE_GIB = 60;
/** Migration, MLflow and gate start one after the other; until then nobody takes the task for a sick one. */
const START_SECONDS = 600;

/** MLflow and the gate before it, as one task that is started again and again; the load balancer reaches the gate alone. */
export class GateService extends Construct {
  constructor(scope: Construct, id: string, props: GateServiceProps) {
    super(scope, id);
    const service = this.createService(props);
    createScaling(this, { ...props, ecsService: service });
    createAlarms(this, { ...props, ecsService: service });
  }

  private createService(props: GateServiceProps): EcsService {
    const { environment, service, cluster, network, loadBalancer, after } = props;
    const ecsService = new EcsService(this, "Resource", {
      name: names(environment).mlflow("service"),
      cluster: cluster.arn,
      taskDefinition: this.createTask(props).arn,
      launchType: "FARGATE",
      desiredCount: fewestTasks(service),
      // A new task works before an old one ends; one that does not come up is taken back.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: START_SECONDS,
      // A shell in the task would reach MLflow past the gate.
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: {
        subnets: [...network.privateSubnetIds],
        securityGroups: [network.securityGroupIds.service],
        assignPublicIp: false,
      },
      loadBalancer: [
        { targetGroupArn: loadBalancer.targetGroupArn, containerName: "gate", containerPort: GATE_PORT },
      ],
      tags: dutyTags(DUTIES),
      dependsOn: [...after],
      // Autoscaling sets it, between bounds that are declared.
      lifecycle: { ignoreChanges: ["desired_count"] },
    });
    return evidenceResource(ecsService, { logicalId: "mlflow", duties: DUTIES });
  }

  private createTask(props: GateServiceProps) {
    const { environment, service } = props;
    const containers = serviceContainers(props);
    const role = { environment, duties: DUTIES, trusted: tasksOf(environment) };
    return taskDefinition(this, "Task", {
      environment,
      logicalId: "mlflow_service",
      part: "service",
      duties: DUTIES,
      containers,
      executionRole: namedRole(this, "ExecutionRole", {
        ...role,
        part: "execution",
        rights: executionRights(environment, containers),
      }),
      taskRole: namedRole(this, "TaskRole", {
        ...role,
        part: "task",
        rights: [...artifactRights(environment, "keep"), vaultRights(environment, ["gate"])],
      }),
      cpu: service.size.cpu,
      memoryMiB: service.size.memoryMiB,
      storageGiB: STORAGE_GIB,
    });
  }
}
