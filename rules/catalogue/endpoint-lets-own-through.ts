import { bucketArn, guardedBuckets } from "../facts/buckets";
import { endpoints, layersIn, letThrough, serviceOf } from "../facts/endpoints";
import { accessLogBuckets } from "../facts/load-balancers";
import { inOnePlace } from "../facts/places";
import { concerns, holdsFor, like, statements, type Statement } from "../policy";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const endpointLetsOwnThrough = judging({
  id: "endpoint-lets-own-through",
  duties: ["Art12", "Art17(1)", "Art18(1)"],
  title: "What the service works with can be reached from its network",
  why: "A gate that does not reach the vault records nothing, and then decides nothing; a job that does not reach it checks nothing.",
  fix: "Let the account's principals through to the service, and for S3 to each bucket of the environment and to the layers of images.",
  subjects: endpoints,
  judge(endpoint, set) {
    const [account, region] = [set.account(endpoint), set.region(endpoint)];
    if (account === undefined || region === undefined)
      throw new CannotTell("the endpoint's account and region are not known");
    if (statements(endpoint, "policy").length === 0)
      return notApplicable("it lets everything through, as another rule says");
    const rights = letThrough(endpoint);
    const denied = statements(endpoint, "policy").length > rights.length;
    const own = rights.filter(
      (right) => right.everyone && holdsFor(right, { "aws:principalaccount": account }),
    );
    const needed = neededBy(set, endpoint, region);
    const missing = needed.filter(({ call, on }) => !own.some((right) => lets(right, call, on)));
    return holds(
      missing.length === 0 && !denied,
      "it is let through",
      denied ? "the policy denies something" : `shut out from ${missing.map(({ on }) => on).join(", ")}`,
    );
  },
});

interface Needed {
  readonly call: string;
  readonly on: string;
}

function neededBy(set: ResourceSet, endpoint: Resource, region: string): readonly Needed[] {
  const service = serviceOf(endpoint);
  if (service !== "s3") return [{ call: `${service}:*`, on: "*" }];
  const [logs, place] = [accessLogBuckets(set), (bucket: Resource) => inOnePlace(set, bucket, endpoint)];
  const buckets = guardedBuckets(set).filter((bucket) => place(bucket) && !logs.includes(bucket));
  return [
    ...buckets
      .flatMap((bucket) => [bucketArn(bucket), `${bucketArn(bucket)}/*`])
      .map((on) => ({ call: "s3:*", on })),
    { call: "s3:GetObject", on: layersIn(region) },
  ];
}

const lets = (right: Statement, call: string, on: string): boolean =>
  concerns(right, call) && right.resources.some((resource) => like(resource, on));
