import { datadogTags, eventText, type DatadogEvent } from "../datadog/event";
import type { DatadogIntake, MetricPoint } from "../datadog/send";
import { sha256Hex } from "../event";
import { countedFindings, tellFindings, tellingsOf, type Told } from "../watching";
import { identityOf, LOGGED_VERSION_FINDINGS } from "./findings";
import type { NotedVersion, VersionNotes } from "./recorded";

/** Findings of a check, by code, AI system and environment. */
const FINDINGS_METRIC = "ai_act.versions.findings";

/** What all events of one check have. */
export interface VersionContext {
  readonly environment: string;
  readonly at: Date;
}

/** Sends what is new, changed or gone as events, and all counts as metrics. Never throws. */
export function tellVersions(
  notes: VersionNotes,
  to: DatadogIntake,
  context: VersionContext,
): Promise<Told<NotedVersion>> {
  const tellings = tellingsOf(notes, {
    finding: (one) => findingEvent(one, context),
    recovered: (one) => recoveredEvent(one, context),
    more: (count) => moreEvent(count, context),
  });
  return tellFindings<NotedVersion>(notes, { points: findingPoints(notes, context), tellings }, to);
}

/** What events, metrics and records have in common. */
interface Tellable {
  readonly code: string;
  readonly system?: string | undefined;
  readonly model?: string | undefined;
  readonly version?: string | undefined;
  readonly found: string;
  readonly since?: string | undefined;
}

function findingPoints(notes: VersionNotes, { environment, at }: VersionContext): readonly MetricPoint[] {
  return countedFindings<Tellable>(Object.keys(LOGGED_VERSION_FINDINGS), notes, ({ code, system }) => [
    code,
    system ?? "all",
  ]).map(([code, system, value]) => ({
    metric: FINDINGS_METRIC,
    type: "gauge",
    value,
    at,
    tags: datadogTags({
      compliance: "eu-ai-act",
      env: environment,
      version_finding: code,
      ai_system: system,
    }),
  }));
}

function findingEvent(one: NotedVersion, context: VersionContext): DatadogEvent {
  const { code, found, record, since, is, events, first, last } = one;
  return {
    ...common(one, is, context),
    title: `[EU AI Act] Log and decisions disagree: ${named(one)} (${code})`,
    text: eventText([
      `In words: ${LOGGED_VERSION_FINDINGS[code]}.`,
      `Found: ${found}`,
      ...(is === "changed" ? ["It is another than it was."] : []),
      ...(first === undefined ? [] : [`Entries: ${events}, from ${first} to ${last ?? first}`]),
      ...(record === undefined ? [] : [`Record: ${record}`]),
      `Since: ${since}`,
    ]),
    alert_type: "error",
  };
}

/** A finding of an earlier check that is no more. */
function recoveredEvent(one: Tellable, context: VersionContext): DatadogEvent {
  return {
    ...common(one, "recovered", context),
    title: `[EU AI Act] Log and decisions agree again: ${named(one)} (${one.code})`,
    text: eventText([
      `Not found in the entries of the last check: ${one.found}`,
      ...(one.since === undefined ? [] : [`It was found since ${one.since}.`]),
      "What was logged before stays as it was: who was decided on by that version is a matter of the log.",
    ]),
    alert_type: "success",
  };
}

/** More findings than events are sent of. */
function moreEvent(count: number, { environment, at }: VersionContext): DatadogEvent {
  return {
    title: `[EU AI Act] Log and decisions disagree: ${count} findings more`,
    text: "Each is in the record of the check, and counted by its metric.",
    tags: datadogTags({ compliance: "eu-ai-act", version_check: "new", env: environment }),
    alert_type: "error",
    date_happened: secondsOf(at),
    aggregation_key: `version-check:${environment}:more`,
  };
}

function common(one: Tellable, is: string, { environment, at }: VersionContext) {
  return {
    tags: datadogTags({
      compliance: "eu-ai-act",
      version_check: is,
      version_finding: one.code,
      env: environment,
      ai_system: one.system,
      registered_model: one.model,
      model_version: one.version,
    }),
    date_happened: secondsOf(at),
    // Two checks that find the same at once are shown as one; so is its recovery. The vendor takes 100 characters.
    aggregation_key: `version-check:${sha256Hex(JSON.stringify([environment, identityOf(one)])).slice(0, 40)}`,
  };
}

function named({ system, model, version }: Tellable): string {
  const parts = [system, model, version === undefined ? undefined : `version ${version}`];
  return parts.filter((part) => part !== undefined).join(" ") || "the check itself";
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);
