import { declared } from "../facts/keepers";
import { undeclared } from "../facts/stacks";
import { holds, judging } from "../rule";

export const noIgnoredChanges = judging({
  id: "no-ignored-changes",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "Terraform overlooks no change to what keeps evidence, or watches it",
  why: "With ignore_changes, what somebody changes by hand stays as it is, and no plan ever shows it.",
  fix: "Take lifecycle.ignore_changes out.",
  subjects: declared,
  judge({ ignoredChanges, stack }, set) {
    if (ignoredChanges === undefined) return undeclared(set, stack);
    return holds(ignoredChanges.length === 0, "every change shows", `overlooks ${ignoredChanges.join(", ")}`);
  },
});
