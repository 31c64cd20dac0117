import { INCIDENT_DEADLINES, INCIDENT_RULES } from "../../regulation";
import type { MonitorSpec } from "./monitor-spec";

/** What an alert says beside what its monitor is about. */
export interface AlertContext {
  /** What is watched, in a sentence for people: the system with its point of Annex III, say. */
  readonly about: string;
  /** Datadog handles that are told: people, and the webhook of the risk register. */
  readonly notify: readonly string[];
  /** Web address of the docs/ folder. @default alerts name the file */
  readonly runbooks?: string;
}

/** Page that has a section for every monitor, made from the catalogue. */
const PAGE = "monitors.md";

/** The text of an alert: what it means, what to do, who does it, the legal clock, the runbook, whom it tells. */
export function alertMessage(spec: MonitorSpec, { about, notify, runbooks }: AlertContext): string {
  return [
    spec.meaning,
    "",
    `What to do: ${spec.action}`,
    `Who: ${spec.who}.`,
    `Runbook: ${runbooks?.replace(/\/$/, "") ?? "docs"}/${PAGE}#${spec.key}`,
    "",
    about,
    `Serves: ${spec.duties.join(", ")}; part of the post-market monitoring plan (Annex IV(9)).`,
    legalClock(spec),
    "",
    notify.join(" "),
  ].join("\n");
}

/** When the law's time runs, and when not: an alert alone starts nothing. */
export function legalClock({ article }: Pick<MonitorSpec, "article">): string {
  if (article !== "Art 73")
    return "Legal clock: none runs from an alert, which is not yet a serious incident: assess it. The time limits of Art 73 run from the moment a person becomes aware.";
  const latest = INCIDENT_DEADLINES.map(({ kind, days }) => `${days} days (${kind})`).join(", ");
  return `Legal clock: ${INCIDENT_RULES.clock} The time limits of Art 73 run from the moment a person becomes aware. ${INCIDENT_RULES.due} Latest: ${latest}. ${INCIDENT_RULES.firstReport}`;
}
