/** What an entry of the risk register says of an alert. Text of the alert comes from outside, and is shown as text. */
import { readable, type Line } from "../atlassian";
import { canonicalString, sha256Hex } from "../event";
import type { RiskRegisterAlert } from "./alert";

/** Everything from one alert to its recovery: one entry. */
export type CycleKey = Pick<RiskRegisterAlert, "environment" | "ai_system" | "monitor" | "cycle">;

/** Jira's limit of a summary. */
const LONGEST_SUMMARY = 255;

/** By this an entry is found again, whatever was done to its text: the same for all alerts of a cycle. */
export function labelOf({ environment, ai_system, monitor, cycle }: CycleKey): string {
  return `ai-act-${sha256Hex(canonicalString({ environment, ai_system, monitor, cycle })).slice(0, 32)}`;
}

/** Whether the alert is over. */
export const isRecovery = ({ transition }: Pick<RiskRegisterAlert, "transition">): boolean =>
  /recovered$/i.test(transition);

/** The alert in one line. */
export function summaryOf({ ai_system, environment, title }: RiskRegisterAlert): string {
  return readable(`[${ai_system}, ${environment}] ${title}`, LONGEST_SUMMARY);
}

export const timeOf = ({ at }: Pick<RiskRegisterAlert, "at">): string => new Date(Number(at)).toISOString();

/** Why the entry is there, and what nobody but a person can add. */
export function entryParagraphs(alert: RiskRegisterAlert): readonly Line[] {
  return [
    `Monitoring of ${alert.ai_system} (${alert.environment}) told of this under Article ${alert.article} of the AI Act. What monitoring finds feeds risk management (Article 9(2)(c)).`,
    "An alert is no risk yet, and no incident: somebody weighs it and writes here what came of it. The time limits of Article 73 run from the moment a person becomes aware, not from this alert.",
  ];
}

/** One step of an alert, label by label. */
export function alertLines(alert: RiskRegisterAlert): readonly Line[] {
  return [
    { label: "What", value: alert.title },
    { label: "What happened", value: alert.transition },
    { label: "When (Datadog's clock)", value: timeOf(alert) },
    { label: "Priority", value: alert.priority },
    { label: "Monitor", value: alert.monitor },
    { label: "In Datadog", value: alert.link, as: "link" },
    { label: "Event", value: eventMark(alert), as: "code" },
  ];
}

/** How an alert is recognised among what the register has of it already. */
export const eventMark = ({ id }: Pick<RiskRegisterAlert, "id">): string => readable(id, 100);
