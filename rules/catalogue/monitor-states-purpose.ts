import { complianceMonitors, tagOf } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const monitorStatesPurpose = judging({
  id: "monitor-states-purpose",
  duties: ["Art72", "Art72(3)"],
  title: "A monitor's name and tags state its purpose",
  why: "Who reads the monitoring plan finds the monitors by the article they serve.",
  fix: "Keep the name's beginning `[EU AI Act][Art ...]` and the tags compliance:eu-ai-act and article.",
  subjects: complianceMonitors,
  judge(monitor) {
    const named = /^\[EU AI Act\]\[Art [^\]]+\]/.test(text(monitor, "name") ?? "");
    const tagged = tagOf(monitor, "compliance") === "eu-ai-act" && tagOf(monitor, "article") !== undefined;
    return holds(
      named && tagged,
      "stated in name and tags",
      named ? "the tags do not state it" : "the name does not state it",
    );
  },
});
