import { optionsOf, tasksWith, theProgram, type Container } from "../facts/containers";
import { services, taskOfService } from "../facts/services";
import { any, blocks, number, text, written } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable, unmet } from "../rule";

export const gateInFront = judging({
  id: "gate-in-front",
  duties: ["Art12", "Art17(1)"],
  title: "The load balancer reaches the gate, and nothing else of the task",
  why: "What reaches MLflow past the gate enters production undecided and unrecorded.",
  fix: "Put the gate before MLflow in every task of the service, and its port alone behind the load balancer.",
  subjects: (set) => services(set).filter((service) => isOurs(set, service)),
  judge(service, set) {
    const task = taskOfService(set, service);
    if (!task) return unmet("its task definition is none of these resources");
    const mlflow = theProgram(task, "mlflow");
    if (!mlflow) return notApplicable("no MLflow runs in it");
    const gate = theProgram(task, "gate");
    if (!gate) return unmet("no gate runs beside MLflow");
    const wrong = [
      ...(optionsOf(gate).get("--mlflow") === `http://127.0.0.1:${String(optionsOf(mlflow).get("--port"))}`
        ? []
        : ["the gate asks another MLflow"]),
      ...behind(service, gate, set),
      ...OTHER_WAYS.filter((way) => written(service, way).length > 0).map((way) => `reached by ${way}, too`),
      // Another controller decides on tasks and listeners beside Terraform.
      ...((text(service, "deployment_controller.type") ?? "ECS") === "ECS" ? [] : ["deployed by others"]),
    ];
    return holds(wrong.length === 0, "the gate alone is reached", wrong.join("; "));
  },
});

/** Ways to tasks that are no load balancer; the first puts a proxy into the task, where MLflow trusts it. */
const OTHER_WAYS = ["service_connect_configuration", "service_registries", "vpc_lattice_configurations"];

/** A service that runs MLflow, or one of a stack that has an MLflow to run. */
const isOurs = (set: ResourceSet, service: Resource): boolean =>
  tasksWith(set, "mlflow").some(({ stack }) => stack === service.stack);

function behind(service: Resource, gate: Container, set: ResourceSet): readonly string[] {
  const port = Number(optionsOf(gate).get("--port"));
  const mapped = (gate.portMappings ?? []).map(({ containerPort }) => containerPort);
  const targets = blocks(service, "load_balancer");
  return [
    ...(targets.length === 1 ? [] : [`${targets.length} containers are behind a load balancer`]),
    ...targets.flatMap((target) => [
      ...(text(target, "container_name") === gate.name ? [] : ["another container is behind it"]),
      ...(number(target, "container_port") === port ? [] : ["another port is behind it"]),
      ...(set.find("aws_lb_target_group", any(target, "target_group_arn"), service)
        ? []
        : ["it is behind another load balancer"]),
      ...(written(target, "advanced_configuration").length === 0
        ? []
        : ["it is behind a second target group"]),
    ]),
    ...(mapped.length === 1 && mapped[0] === port ? [] : ["the gate's port is not the one that is mapped"]),
  ];
}
