import { scalingOf, services } from "../facts/services";
import { blocks, flag, number } from "../reading";
import { holds, judging } from "../rule";

/** A task that is still starting is not a sick one, for that many seconds at the least: schema, MLflow, gate. */
const LEAST_START_SECONDS = 300;

export const serviceKeepsRunning = judging({
  id: "service-keeps-running",
  duties: ["Art12", "Art17(1)"],
  title: "The service runs, and a version that does not come up is taken back",
  why: "While no gate runs nobody works, and the pressure grows to let people reach MLflow without it.",
  fix: "At least one task, a deployment that keeps all old tasks until new ones work, and a circuit breaker with rollback.",
  measure: { name: "tasks at the least", unit: "tasks", better: "higher" },
  subjects: services,
  judge(service, set) {
    const scaling = scalingOf(set, service);
    const desired = number(service, "desired_count") ?? 0;
    const least = scaling ? (number(scaling, "min_capacity") ?? 0) : desired;
    const [breaker] = blocks(service, "deployment_circuit_breaker");
    const wrong = [
      ...(least >= 1 && desired >= 1 ? [] : ["it may have no task"]),
      ...(scaling && (number(scaling, "max_capacity") ?? 0) < least ? ["its bounds exclude each other"] : []),
      ...(breaker && flag(breaker, "enable", false) && flag(breaker, "rollback", false)
        ? []
        : ["a version that does not come up is not taken back"]),
      ...((number(service, "deployment_minimum_healthy_percent") ?? 100) >= 100
        ? []
        : ["a deployment ends tasks before new ones work"]),
      ...((number(service, "deployment_maximum_percent") ?? 200) > 100
        ? []
        : ["a deployment has no room for a new task"]),
      ...((number(service, "health_check_grace_period_seconds") ?? 0) >= LEAST_START_SECONDS
        ? []
        : ["a task that still starts is taken for a sick one"]),
    ];
    return holds(wrong.length === 0, `${least} tasks at the least`, wrong.join("; "), least);
  },
});
