import { allowed, rolePolicies } from "../facts/roles";
import { holds, judging } from "../rule";

export const rightsOnNamedResources = judging({
  id: "rights-on-named-resources",
  duties: ["Art12", "Art78"],
  title: "Every right is about resources that it names",
  why: "A right on everything reaches buckets and keys of others, and whatever is added later.",
  fix: "Name the bucket, its prefixes and the keys in the statement's Resource.",
  subjects: rolePolicies,
  judge(policy) {
    const open = allowed(policy).filter(({ resources }) => resources.includes("*"));
    return holds(
      open.length === 0,
      "every resource is named",
      `on everything: ${open.flatMap(({ actions }) => actions).join(", ")}`,
    );
  },
});
