import { schedules } from "../facts/jobs";
import { services } from "../facts/services";
import { all, blocks, flag, text } from "../reading";
import { holds, judging } from "../rule";

export const tasksClosed = judging({
  id: "tasks-closed",
  duties: ["Art12", "Art15", "Art78"],
  title: "Nobody opens a shell in a task, or reaches it from the internet",
  why: "A shell in a task, or an address of the internet, is a way to MLflow, its database and its secrets past the gate.",
  fix: "Switch execute command and public addresses off, on Fargate, in subnets of two zones.",
  measure: { name: "subnets", unit: "subnets", better: "higher" },
  subjects: (set) => [...services(set), ...schedules(set)],
  judge(started, set) {
    const at = started.type === "aws_ecs_service" ? "" : "target.ecs_parameters.";
    const [network] = blocks(started, `${at}network_configuration`);
    // One that is named twice is one.
    const subnets = new Set(
      (network ? all(network, "subnets") : []).map(
        (subnet) => set.find("aws_subnet", subnet, started)?.address ?? String(subnet),
      ),
    ).size;
    const wrong = [
      ...(flag(started, `${at}enable_execute_command`, false) ? ["a shell may be opened in it"] : []),
      ...(text(started, `${at}launch_type`) === "FARGATE" ? [] : ["not on Fargate"]),
      ...(network && flag(network, "assign_public_ip", false) ? ["it has an address of the internet"] : []),
      ...(network && all(network, "security_groups").length > 0 ? [] : ["no security group of its own"]),
      ...(subnets > 0 ? [] : ["no subnet"]),
    ];
    return holds(wrong.length === 0, "closed", wrong.join("; "), subnets);
  },
});
