import { keepers } from "../facts/keepers";
import { undeclared } from "../facts/stacks";
import { holds, judging } from "../rule";

export const preventDestroy = judging({
  id: "prevent-destroy",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "Terraform refuses to destroy what keeps evidence",
  why: "A changed address or a replaced attribute is a destroyed resource: the plan must fail, not ask.",
  fix: "Set lifecycle.prevent_destroy; to take the resource away on purpose, do so in a change of its own.",
  subjects: keepers,
  judge({ preventDestroy, stack }, set) {
    if (preventDestroy === undefined) return undeclared(set, stack);
    return holds(preventDestroy, "its destruction is refused", "a plan may destroy it");
  },
});
