import { endpoints, isForAccount, layersIn, letThrough, serviceOf } from "../facts/endpoints";
import type { Statement } from "../policy";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

export const endpointPolicyClosed = judging({
  id: "endpoint-policy-closed",
  duties: ["Art15", "Art78"],
  title: "Endpoints let principals of the own account through alone, and to S3 for named buckets alone",
  why: "With credentials of somebody else, or into a bucket of somebody else, data is carried out by a way that looks like our own.",
  fix: "Ask for aws:PrincipalAccount in each statement of the endpoint's policy, and name the buckets; layers of images may be read.",
  subjects: endpoints,
  judge(endpoint, set) {
    const rights = letThrough(endpoint);
    if (rights.length === 0) return unmet("it has no policy of its own: everything is let through");
    const [account, region] = [set.account(endpoint), set.region(endpoint)];
    if (account === undefined || region === undefined)
      throw new CannotTell("the endpoint's account and region are not known");
    const isLayers = ({ actions, notActions, resources }: Statement) =>
      notActions.length === 0 &&
      actions.every((action) => action === "s3:GetObject") &&
      resources.every((resource) => resource === layersIn(region));
    const isNamed = ({ resources }: Statement) =>
      serviceOf(endpoint) !== "s3" ||
      (resources.length > 0 && !resources.some((each) => /^\*|:::\*/.test(each)));
    const open = rights.filter(
      (right) => !isLayers(right) && !(isForAccount(right, account) && isNamed(right)),
    );
    const calls = open.flatMap(({ actions }) => actions);
    return holds(
      open.length === 0,
      "own principals, named buckets",
      `open to others, or to everything: ${calls.join(", ")}`,
    );
  },
});
