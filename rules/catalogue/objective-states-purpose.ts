import { objectives, tagOfObjective } from "../facts/objectives";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const objectiveStatesPurpose = judging({
  id: "objective-states-purpose",
  duties: ["Art72", "Art72(3)"],
  title: "An objective's name and tags state its purpose",
  why: "Who reads the monitoring plan finds the objectives by the article they serve.",
  fix: "Keep the name's beginning `[EU AI Act][Art ...]` and the tags compliance:eu-ai-act and article.",
  subjects: objectives,
  judge(slo) {
    const [, article] = /^\[EU AI Act\]\[Art ([^\]]+)\]/.exec(text(slo, "name") ?? "") ?? [];
    if (article === undefined) return unmet("the name does not state it");
    if (tagOfObjective(slo, "compliance") !== "eu-ai-act") return unmet("the tags do not state it");
    return holds(
      tagOfObjective(slo, "article") === article,
      "stated in name and tags",
      `the tags do not say article:${article}`,
    );
  },
});
