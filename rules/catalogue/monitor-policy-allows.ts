import { complianceMonitors, tagOf } from "../facts/monitors";
import { flag, text, texts } from "../reading";
import { holds, judging, notApplicable } from "../rule";

export const monitorPolicyAllows = judging({
  id: "monitor-policy-allows",
  duties: ["Art72", "Art17(1)"],
  title: "No policy of the organisation forbids the tags of compliance monitors",
  why: "Datadog refuses a monitor that a policy does not allow, in the middle of an apply: the next change of a compliance monitor fails.",
  fix: "Let the policy allow the values that compliance monitors have, and require no tag that they lack.",
  subjects: (set) => set.ofType("datadog_monitor_config_policy"),
  judge(policy, set) {
    const key = text(policy, "tag_policy.tag_key");
    if (key === undefined) return notApplicable("it is about no tag");
    const [valid, required] = [
      texts(policy, "tag_policy.valid_tag_values"),
      flag(policy, "tag_policy.tag_key_required", false),
    ];
    const refused = complianceMonitors(set).filter((monitor) => {
      const value = tagOf(monitor, key);
      return value === undefined ? required : !valid.includes(value);
    });
    return holds(
      refused.length === 0,
      "it allows them",
      `it refuses, by the tag ${key}: ${refused[0]?.address}`,
    );
  },
});
