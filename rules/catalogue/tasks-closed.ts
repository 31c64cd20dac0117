import { schedules } from "../facts/jobs";
import { ingressOf, networkOf, publicSubnets, services } from "../facts/services";
import { all, flag, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging } from "../rule";
import type { Readable } from "../values";

export const tasksClosed = judging({
  id: "tasks-closed",
  duties: ["Art12", "Art15", "Art78"],
  title: "Nobody gets into a task but through the load balancer",
  why: "A shell in a task, or an address of the internet, is a way to MLflow, its database and its secrets past the gate.",
  fix: "Switch execute command and public addresses off, and use the private subnets and the stack's own security groups.",
  measure: { name: "subnets", unit: "subnets", better: "higher" },
  subjects: (set) => [...services(set), ...schedules(set)],
  judge(started, set) {
    const at = started.type === "aws_ecs_service" ? "" : "target.ecs_parameters.";
    const network = networkOf(started, `${at}network_configuration`);
    const inwards = network && ingressOf(set, network, started);
    const wrong = [
      ...(flag(started, `${at}enable_execute_command`, false) ? ["a shell may be opened in it"] : []),
      ...(text(started, `${at}launch_type`) === "FARGATE" ? [] : ["not on Fargate"]),
      ...(network ? [] : ["no network of its own"]),
      ...(network ? addresses(network) : []),
      ...(network && publicSubnets(set, network, started).length > 0 ? ["in a subnet of the internet"] : []),
      ...(inwards === undefined ? ["no security group of these resources"] : []),
      ...(isJob(started) && (inwards ?? []).length > 0 ? ["something is let into a job"] : []),
    ];
    const subnets = network ? all(network, "subnets").length : 0;
    return holds(wrong.length === 0 && subnets > 0, "closed", wrong.join("; ") || "no subnets", subnets);
  },
});

const isJob = ({ type }: Resource): boolean => type === "aws_scheduler_schedule";

const addresses = (network: Readable): readonly string[] =>
  flag(network, "assign_public_ip", false) ? ["it has an address of the internet"] : [];
