import { isEmulated, stateBuckets, undeclared } from "../facts/stacks";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const stateNotLocal = judging({
  id: "state-not-local",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Terraform's state of real accounts is kept remotely",
  why: "With the state on one machine, the next plan elsewhere would make evidence anew, and a lost disk leaves it unmanaged.",
  fix: "Set terraform.backend of the environment to s3.",
  subjects: (set) => set.stacks,
  judge(stack, set) {
    if (stack.backend === undefined) return undeclared(set, stack.name);
    if (stack.backend.type !== "local") return holds(true, `kept in ${stack.backend.type}`, "");
    if (stateBuckets(set).some((bucket) => bucket.stack === stack.name))
      return notApplicable("it makes the bucket of the states, and moves its own there once it is made");
    const emulated = isEmulated(set, stack);
    if (emulated === undefined)
      throw new CannotTell("the state is local, and whether the account is real is not known");
    return emulated
      ? notApplicable("the account is an emulated one")
      : holds(false, "", "the state is kept on one machine");
  },
});
