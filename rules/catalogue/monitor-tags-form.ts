import { complianceMonitors } from "../facts/monitors";
import { texts } from "../reading";
import { holds, judging } from "../rule";

/** @see https://docs.datadoghq.com/getting_started/tagging/ */
const TAG = /^[a-z][a-z0-9_:./-]{0,199}$/;

export const monitorTagsForm = judging({
  id: "monitor-tags-form",
  duties: ["Art72(3)"],
  title: "A monitor's tags stay as they are written",
  why: "Datadog turns what it does not take in a tag into something else: the plan then finds nothing by it, and every plan differs.",
  fix: "Begin tags with a letter; use lower case, digits and _ : . / - only, 200 characters at the most, none at the end that is a colon.",
  subjects: complianceMonitors,
  judge(monitor) {
    const wrong = texts(monitor, "tags").filter((tag) => !TAG.test(tag) || tag.endsWith(":"));
    return holds(wrong.length === 0, "they stay", `Datadog would change ${wrong.join(", ")}`);
  },
});
