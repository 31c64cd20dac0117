import { ofEveryContainer } from "../families/containers";
import { any } from "../reading";

export const containersLogged = ofEveryContainer({
  id: "containers-logged",
  duties: ["Art12", "Art17(1)"],
  title: "What every container prints is kept in a log group of the stack",
  why: "Why a start, a migration or a decision failed stands there alone.",
  fix: "Use the driver awslogs with the log group that the stack makes for the program, in its own region.",
  faults({ logConfiguration = {} }, task, set) {
    const { logDriver, options = {} } = logConfiguration;
    const group = options["awslogs-group"];
    const known = set
      .ofType("aws_cloudwatch_log_group")
      .some((each) => each.stack === task.stack && any(each, "name") === group);
    const region = set.region(task);
    return [
      ...(logDriver === "awslogs" ? [] : ["is not logged"]),
      ...(known ? [] : [`is logged to ${String(group)}`]),
      ...(region === undefined || options["awslogs-region"] === region
        ? []
        : ["is logged in another region"]),
      ...(options["awslogs-stream-prefix"] === undefined ? ["has no name in the log"] : []),
    ];
  },
});
