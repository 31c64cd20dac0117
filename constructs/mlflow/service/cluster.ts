import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";

const DUTIES: readonly Duty[] = ["Art12", "Art17(1)"];

/** Where service and jobs run. Its metrics of tasks are what the alarm on a missing task reads. */
export const createCluster = (scope: Construct, id: string, environment: Environment): EcsCluster =>
  evidenceResource(
    new EcsCluster(scope, id, {
      name: names(environment).mlflow("cluster"),
      setting: [{ name: "containerInsights", value: "enabled" }],
      tags: dutyTags(DUTIES),
    }),
    { logicalId: "mlflow", duties: DUTIES },
  );
