import { serviceArn } from "../facts/arns";
import { tasksWith } from "../facts/containers";
import { services, taskOfService } from "../facts/services";
import { tellsPeople } from "../facts/told";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

/** Parts of an event pattern by their path, and whether a value of the part still lets the event through. */
type Wanted = Readonly<Record<string, (values: unknown) => boolean>>;

const has =
  (value: string | undefined) =>
  (values: unknown): boolean =>
    Array.isArray(values) && values.includes(value);
const NOT_ZERO = JSON.stringify([{ "anything-but": [0] }]);

export const deploymentsTold = judging({
  id: "deployments-told",
  duties: ["Art12", "Art17(1)"],
  title: "People are told when a version is taken back, and when a migration fails",
  why: "The old version runs on, so that nobody notices that what was released and recorded does not run.",
  fix: "Have EventBridge tell the watch of SERVICE_DEPLOYMENT_FAILED, and of tasks whose container migrate ends with another code than 0.",
  subjects: services,
  judge(service, set) {
    const task = taskOfService(set, service);
    const migrates = task !== undefined && tasksWith(set, "migrate").includes(task);
    const events = { ...DEPLOYMENT(service, set), ...(migrates && MIGRATION(service)) };
    const silent = Object.entries(events)
      .filter(([, wanted]) => !told(set, service, wanted))
      .map(([event]) => event);
    return holds(silent.length === 0, "people are told", `nobody is told of ${silent.join(", ")}`);
  },
});

const DEPLOYMENT = (service: Resource, set: ResourceSet): Readonly<Record<string, Wanted>> => ({
  "a failed deployment": {
    source: has("aws.ecs"),
    "detail-type": has("ECS Deployment State Change"),
    resources: has(serviceArn(set, service)),
    "detail.eventName": has("SERVICE_DEPLOYMENT_FAILED"),
  },
});

const MIGRATION = (service: Resource): Readonly<Record<string, Wanted>> => ({
  "a failed migration": {
    source: has("aws.ecs"),
    "detail-type": has("ECS Task State Change"),
    "detail.group": has(`service:${text(service, "name")}`),
    "detail.lastStatus": has("STOPPED"),
    "detail.containers.name": has("migrate"),
    "detail.containers.exitCode": (values) => JSON.stringify(values) === NOT_ZERO,
  },
});

function told(set: ResourceSet, service: Resource, wanted: Wanted): boolean {
  const targets = set.pointing("aws_cloudwatch_event_target", "rule", "aws_cloudwatch_event_rule").by;
  return set
    .ofType("aws_cloudwatch_event_rule")
    .filter(({ stack }) => stack === service.stack)
    .some(
      (rule) =>
        (text(rule, "state") ?? "ENABLED").startsWith("ENABLED") &&
        text(rule, "is_enabled") !== "false" &&
        letsThrough(text(rule, "event_pattern") ?? "", wanted) &&
        (targets.get(rule.address) ?? []).some((target) => tellsPeople(set, target, "arn")),
    );
}

/** A part that is left out lets everything through; one that nobody asked for may stop what is wanted. */
function letsThrough(pattern: string, wanted: Wanted): boolean {
  const parts = partsOf(pattern);
  return (
    parts !== undefined &&
    ["detail-type", "detail.eventName", "detail.containers.name"].some((path) => parts.has(path)) &&
    [...parts].every(([path, values]) => wanted[path]?.(values) === true)
  );
}

function partsOf(pattern: string): ReadonlyMap<string, unknown> | undefined {
  try {
    return new Map(flat(JSON.parse(pattern), ""));
  } catch {
    return undefined;
  }
}

function flat(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => flat(each, path === "" ? key : `${path}.${key}`));
}
