import { tellsPeople } from "../facts/told";
import { any, flag, number, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, type JudgedBy, type Rule } from "../rule";
import { Unresolved } from "../values";

/** What an alarm has to be about, and when it has to fire. */
export interface Alarmed {
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: string;
  readonly fires: "above" | "below";
  /** Whether it has to fire when nothing is measured any more. */
  readonly firesInSilence: boolean;
  /** What tells the subject's metric from others', by dimension. */
  readonly dimensions: Readonly<Record<string, Dimension>>;
}

/** A dimension: a text, or an attribute of a resource. */
export type Dimension = string | { readonly of: Resource | undefined; readonly attribute: string };

interface AlarmedFor extends Omit<JudgedBy<Resource>, "judge" | "measure"> {
  /** Alarms that must be there for a subject. */
  alarms(subject: Resource, set: ResourceSet): readonly Alarmed[];
}

const ALARM = "aws_cloudwatch_metric_alarm";

/** Alarms on what is measured of a subject: all there, all firing when they should, all reaching people. */
export function alarmedFor({ alarms, ...words }: AlarmedFor): Rule {
  return judging({
    ...words,
    measure: { name: "alarms", unit: "alarms", better: "higher" },
    judge(subject, set) {
      const wanted = alarms(subject, set);
      const wrong = wanted.filter((each) => !isAlarmed(set, subject, each)).map(({ metric }) => metric);
      return holds(
        wrong.length === 0,
        `${wanted.length} alarms`,
        `nobody is told in time of ${wrong.join(", ")}`,
        wanted.length - wrong.length,
      );
    },
  });
}

const isAlarmed = (set: ResourceSet, subject: Resource, wanted: Alarmed): boolean =>
  set
    .ofType(ALARM)
    .some(
      (alarm) =>
        alarm.stack === subject.stack &&
        text(alarm, "namespace") === wanted.namespace &&
        text(alarm, "metric_name") === wanted.metric &&
        Object.entries(wanted.dimensions).every(([name, dimension]) => isOf(set, alarm, name, dimension)) &&
        Object.keys((any(alarm, "dimensions") ?? {}) as object).length ===
          Object.keys(wanted.dimensions).length &&
        fires(alarm, wanted) &&
        flag(alarm, "actions_enabled", true) &&
        tellsPeople(set, alarm, "alarm_actions"),
    );

function isOf(set: ResourceSet, alarm: Resource, name: string, dimension: Dimension): boolean {
  const value = any(alarm, `dimensions.${name}`);
  if (typeof dimension === "string")
    return (value instanceof Unresolved ? value.literal : value) === dimension;
  const { of, attribute } = dimension;
  if (of === undefined) return false;
  if (value instanceof Unresolved && value.literal === undefined)
    return value.references.some((each) => each.address === of.address && each.attribute === attribute);
  return text(of, attribute) === text(alarm, `dimensions.${name}`);
}

function fires(alarm: Resource, { statistic, fires, firesInSilence }: Alarmed): boolean {
  const threshold = number(alarm, "threshold");
  const operator = text(alarm, "comparison_operator");
  const compares =
    fires === "below"
      ? operator === "LessThanThreshold"
      : operator === "GreaterThanThreshold" ||
        // At 0 and "or equal" it fires for ever, and nobody looks any more.
        (operator === "GreaterThanOrEqualToThreshold" && threshold !== 0);
  return (
    threshold !== undefined &&
    compares &&
    text(alarm, "statistic") === statistic &&
    (!firesInSilence || text(alarm, "treat_missing_data") === "breaching")
  );
}
