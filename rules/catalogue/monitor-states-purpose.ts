import { complianceMonitors, tagOf } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const monitorStatesPurpose = judging({
  id: "monitor-states-purpose",
  duties: ["Art72", "Art72(3)"],
  title: "A monitor's name and tags state its purpose",
  why: "Who reads the monitoring plan finds the monitors by the article they serve.",
  fix: "Keep the name's beginning `[EU AI Act][Art ...]` and the tags compliance:eu-ai-act and article.",
  subjects: complianceMonitors,
  judge(monitor) {
    const [, article] = /^\[EU AI Act\]\[Art ([^\]]+)\]/.exec(text(monitor, "name") ?? "") ?? [];
    if (article === undefined) return unmet("the name does not state it");
    if (tagOf(monitor, "compliance") !== "eu-ai-act") return unmet("the tags do not state it");
    return holds(
      tagOf(monitor, "article") === article,
      "stated in name and tags",
      `the tags do not say article:${article}`,
    );
  },
});
