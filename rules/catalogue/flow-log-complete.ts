import { any, text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const flowLogComplete = judging({
  id: "flow-log-complete",
  duties: ["Art15", "Art17(1)"],
  title: "Every connection in the network is on record, refused ones included",
  why: "A way past the gate is found afterwards by who spoke with what; by nothing else.",
  fix: "Add an aws_flow_log of the network with traffic_type ALL, into a log group of ours.",
  subjects: (set) => set.ofType("aws_vpc"),
  judge(vpc, set) {
    const logs = set.pointing("aws_flow_log", "vpc_id", "aws_vpc").by.get(vpc.address) ?? [];
    if (logs.length === 0) return unmet("the network has no flow log");
    const complete = logs.filter((log) => text(log, "traffic_type") === "ALL");
    if (complete.length === 0) return unmet("its flow log leaves connections out");
    const kept = complete.some(
      (log) => set.find("aws_cloudwatch_log_group", any(log, "log_destination"), log) !== undefined,
    );
    return holds(kept, "all of them, in a log group of ours", "its flow log goes to no log group of ours");
  },
});
