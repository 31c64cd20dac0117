import { allowed, rolePolicies } from "../facts/roles";
import { holds, judging } from "../rule";

/** Calls that AWS gives on everything or not at all; a token of the registry opens what other rights name. */
const ON_EVERYTHING = ["cloudwatch:GetMetricData", "ecr:GetAuthorizationToken", "events:ListRules"];

export const rightsOnNamedResources = judging({
  id: "rights-on-named-resources",
  duties: ["Art12", "Art78"],
  title: "Every right is about resources that it names",
  why: "A right on everything reaches buckets and keys of others, and whatever is added later.",
  fix: "Name the bucket, its prefixes and the keys in the statement's Resource.",
  subjects: rolePolicies,
  judge(policy) {
    const open = allowed(policy).filter(
      ({ resources, actions, notActions }) =>
        resources.includes("*") &&
        (notActions.length > 0 || actions.some((action) => !ON_EVERYTHING.includes(action))),
    );
    return holds(
      open.length === 0,
      "every resource is named",
      `on everything: ${open.flatMap(({ actions }) => actions).join(", ")}`,
    );
  },
});
