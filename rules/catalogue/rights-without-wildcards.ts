import { allowed, rolePolicies } from "../facts/roles";
import { holds, judging } from "../rule";

export const rightsWithoutWildcards = judging({
  id: "rights-without-wildcards",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "Roles are given calls by name, not by pattern",
  why: "A pattern gives rights nobody decided on, and more with every service AWS adds to it.",
  fix: "Name the calls the role needs.",
  subjects: rolePolicies,
  judge(policy) {
    const rights = allowed(policy);
    const wide = rights.flatMap(({ actions, notActions }) =>
      notActions.length > 0 ? ["everything but some"] : actions.filter((action) => action.includes("*")),
    );
    return holds(wide.length === 0, "every call is named", `gives ${wide.join(", ")}`);
  },
});
