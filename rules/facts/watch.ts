import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, Unresolved } from "../values";
import { inOnePlace } from "./places";

const TARGET = "aws_cloudwatch_event_target";
const RULE = "aws_cloudwatch_event_rule";
const TOPIC = "aws_sns_topic";

/** What a watch is about, as EventBridge's patterns put it. */
export interface Watched {
  readonly source: string;
  readonly events: readonly string[];
  /** A request parameter the pattern may be narrowed to, and the value it must still let through. */
  readonly parameter?: { readonly name: string; readonly value: string };
}

/** Those of the events that no rule in the subject's account and region tells anybody of. */
export function unwatched(set: ResourceSet, subject: Resource, watched: Watched): readonly string[] {
  const near = watchRules(set).get(set.region(subject));
  return watched.events.filter((event) => {
    const candidates: readonly Resource[] = [...(near?.byEvent.get(event) ?? []), ...(near?.others ?? [])];
    return !candidates.some(
      (rule) =>
        inOneAccount(set, rule, subject) &&
        isEnabled(rule) &&
        hasTarget(set, rule) &&
        lets(rule, watched, event),
    );
  });
}

interface Region {
  /** Rules by the event they name. */
  readonly byEvent: Map<string, Resource[]>;
  /** Rules that name no event, or whose pattern cannot be read: they are asked about each. */
  readonly others: Resource[];
}

/** EventBridge rules of the set by region, found by the event they name: a set may have thousands. */
function watchRules(set: ResourceSet): ReadonlyMap<string | undefined, Region> {
  return set.once("watch rules", () => {
    const regions = new Map<string | undefined, Region>();
    for (const rule of set.ofType(RULE)) {
      const region = set.region(rule);
      const known: Region = regions.get(region) ?? { byEvent: new Map(), others: [] };
      regions.set(region, known);
      const events = eventsNamed(rule);
      if (!events) known.others.push(rule);
      for (const event of events ?? []) {
        const named = known.byEvent.get(event);
        if (named) named.push(rule);
        else known.byEvent.set(event, [rule]);
      }
    }
    return regions;
  });
}

/** Names of the events in a rule's pattern; `undefined` where it does not name them one by one. */
function eventsNamed(rule: Resource): readonly string[] | undefined {
  try {
    const names = patternOf(rule).detail?.eventName;
    return names?.every((name) => typeof name === "string") ? names : undefined;
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}

/** A state does not name the account of a bucket: what is in its stack counts as its account's then. */
function inOneAccount(set: ResourceSet, rule: Resource, subject: Resource): boolean {
  const [one, other] = [set.account(rule), set.account(subject)];
  return one !== undefined && other !== undefined ? one === other : rule.stack === subject.stack;
}

function isEnabled(rule: Resource): boolean {
  return (text(rule, "state") ?? "ENABLED").startsWith("ENABLED") && text(rule, "is_enabled") !== "false";
}

/** Whether what the rule matches goes to a topic of its own region and account: elsewhere EventBridge delivers nothing. */
function hasTarget(set: ResourceSet, rule: Resource): boolean {
  const { by, strays } = set.pointing(TARGET, "rule", RULE);
  const targets = by.get(rule.address) ?? [];
  const near = targets.filter((target) => {
    const topic = set.find(TOPIC, any(target, "arn"), target);
    return topic && inOnePlace(set, rule, topic);
  });
  if (near.length > 0) return true;
  return strays.some(({ stack, provider }) => stack === rule.stack && provider === rule.provider);
}

interface Pattern {
  readonly source?: readonly unknown[];
  readonly "detail-type"?: readonly unknown[];
  readonly detail?: {
    readonly eventSource?: readonly unknown[];
    readonly eventName?: readonly unknown[];
    readonly requestParameters?: Record<string, readonly unknown[]>;
  };
}

/** What a pattern may say without leaving out any of the calls; by whom, from where and with what success narrows it. */
const PARTS: readonly string[] = ["source", "detail-type", "detail"];
const PARTS_OF_DETAIL: readonly string[] = ["eventSource", "eventName", "requestParameters"];
const CALLS = "AWS API Call via CloudTrail";

function lets(rule: Resource, { source, parameter }: Watched, event: string): boolean {
  const pattern = patternOf(rule);
  const { source: sources, "detail-type": types, detail = {} } = pattern;
  const values = parameter ? detail.requestParameters?.[parameter.name] : undefined;
  const narrowed =
    Object.keys(pattern).some((name) => !PARTS.includes(name)) ||
    Object.keys(detail).some((name) => !PARTS_OF_DETAIL.includes(name)) ||
    Object.keys(detail.requestParameters ?? {}).some((name) => name !== parameter?.name);
  return (
    !narrowed &&
    passes(sources, source) &&
    passes(types, CALLS) &&
    passes(detail.eventSource, `${source.replace("aws.", "")}.amazonaws.com`) &&
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

const PATTERNS = new WeakMap<Resource, Pattern>();

function patternOf(rule: Resource): Pattern {
  const known = PATTERNS.get(rule);
  if (known) return known;
  const read = readPattern(rule);
  PATTERNS.set(rule, read);
  return read;
}

function readPattern(rule: Resource): Pattern {
  const pattern = any(rule, "event_pattern");
  if (pattern === undefined) return { source: [] };
  if (typeof pattern !== "string")
    throw new CannotTell(`event_pattern ${pattern instanceof Unresolved ? pattern.why : "is no text"}`);
  try {
    return JSON.parse(pattern) as Pattern;
  } catch {
    throw new CannotTell("event_pattern is no JSON");
  }
}

/** Topics that the watch's rules publish to. */
export function watchTopics(set: ResourceSet): readonly Resource[] {
  const topics = set.pointing(TARGET, "arn", TOPIC).by;
  return set.ofType(TOPIC).filter(({ address }) => topics.has(address));
}
