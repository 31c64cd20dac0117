import { objectives } from "../facts/objectives";
import { blocks, number } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const objectiveTarget = judging({
  id: "objective-target",
  duties: ["Art72", "Art14", "Art12"],
  title: "An objective asks for something that can be missed",
  why: "A target of nothing is always reached. What is lower than it was is the plan's choice, and a change of it shows.",
  fix: "Set the shares in monitoring.thresholds of the system.",
  measure: { name: "percent of a month asked for", unit: "%", better: "higher" },
  subjects: objectives,
  judge(slo) {
    const targets = blocks(slo, "thresholds").flatMap((each) => number(each, "target") ?? []);
    if (targets.length === 0) throw new CannotTell("it has no target");
    const lowest = Math.min(...targets);
    return holds(lowest > 0 && lowest < 100, `${lowest} %`, `${lowest} % is always or never reached`, lowest);
  },
});
