import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, Unresolved } from "../values";

const TARGET = "aws_cloudwatch_event_target";
const RULE = "aws_cloudwatch_event_rule";

/** What a watch is about, as EventBridge's patterns put it. */
export interface Watched {
  readonly source: string;
  readonly events: readonly string[];
  /** A request parameter the pattern may be narrowed to, and the value it must still let through. */
  readonly parameter?: { readonly name: string; readonly value: string };
}

/** Those of the events that no rule in the subject's account and region tells anybody of. */
export function unwatched(set: ResourceSet, subject: Resource, watched: Watched): readonly string[] {
  const rules = watchRules(set).filter(
    (rule) =>
      set.region(rule) === set.region(subject) &&
      inOneAccount(set, rule, subject) &&
      isEnabled(rule) &&
      hasTarget(set, rule),
  );
  return watched.events.filter((event) => !rules.some((rule) => lets(rule, watched, event)));
}

/** All EventBridge rules of the set. */
const watchRules = (set: ResourceSet): readonly Resource[] => set.ofType(RULE);

/** A state does not name the account of a bucket: what is in its stack counts as its account's then. */
function inOneAccount(set: ResourceSet, rule: Resource, subject: Resource): boolean {
  const [one, other] = [set.account(rule), set.account(subject)];
  return one !== undefined && other !== undefined ? one === other : rule.stack === subject.stack;
}

function isEnabled(rule: Resource): boolean {
  return (text(rule, "state") ?? "ENABLED").startsWith("ENABLED") && text(rule, "is_enabled") !== "false";
}

function hasTarget(set: ResourceSet, rule: Resource): boolean {
  const { by, strays } = set.pointing(TARGET, "rule", RULE);
  return (
    by.has(rule.address) ||
    strays.some(({ stack, provider }) => stack === rule.stack && provider === rule.provider)
  );
}

interface Pattern {
  readonly source?: readonly unknown[];
  readonly detail?: {
    readonly eventName?: readonly unknown[];
    readonly requestParameters?: Record<string, readonly unknown[]>;
  };
}

function lets(rule: Resource, { source, parameter }: Watched, event: string): boolean {
  const { source: sources, detail = {} } = patternOf(rule);
  const values = parameter ? detail.requestParameters?.[parameter.name] : undefined;
  const narrowed = Object.keys(detail.requestParameters ?? {}).some((name) => name !== parameter?.name);
  return (
    !narrowed &&
    passes(sources, source) &&
    passes(detail.eventName, event) &&
    (values === undefined || passes(values, parameter?.value ?? ""))
  );
}

/** A part of a pattern that is left out lets everything through. */
function passes(part: readonly unknown[] | undefined, value: string): boolean {
  if (part === undefined) return true;
  if (part.some((each) => typeof each !== "string"))
    throw new CannotTell("an event pattern compares in ways not judged here");
  return part.includes(value);
}

function patternOf(rule: Resource): Pattern {
  const pattern = any(rule, "event_pattern");
  if (pattern === undefined) return { source: [] };
  if (typeof pattern !== "string")
    throw new CannotTell(`event_pattern ${pattern instanceof Unresolved ? pattern.why : "is no text"}`);
  return JSON.parse(pattern) as Pattern;
}

/** Topics that the watch's rules publish to. */
export function watchTopics(set: ResourceSet): readonly Resource[] {
  const topics = set.pointing(TARGET, "arn", "aws_sns_topic").by;
  return set.ofType("aws_sns_topic").filter(({ address }) => topics.has(address));
}
