import { datadogTags, eventText, type DatadogEvent } from "../../evidence/datadog/event";
import { sha256Hex } from "../../evidence/event";
import type { Details } from "../../evidence/records";
import { tellingsOf, type Telling } from "../../evidence/watching";
import { DISAGREEMENTS, identityOf, type Disagreement } from "./disagreement";
import type { Noted, Notes } from "./noted";

/** What all events of one look have. */
export interface EventContext {
  readonly environment: string;
  readonly at: Date;
  /** Id of the AI system that declares a registered model. */
  readonly systemOf: (model: string) => string | undefined;
}

/** What is to be told of a look: what is new, what has changed, what is gone. What stands was told before. */
export function eventsOf(notes: Notes, context: EventContext): readonly Telling<Noted>[] {
  return tellingsOf(notes, {
    finding: (one) => findingEvent(one, context),
    recovered: (one) => recoveredEvent(one, context),
    more: (count) => moreEvent(count, context),
  });
}

/** A finding that is new, or another than it was. */
function findingEvent(finding: Noted, context: EventContext): DatadogEvent {
  const { code, found, things = [], thingsLeftOut = 0, record, since, is } = finding;
  return {
    ...common(finding, is, context),
    title: `[EU AI Act] Records and registry disagree: ${named(finding)} (${code})`,
    text: eventText([
      `In words: ${DISAGREEMENTS[code]}.`,
      `Found: ${found}`,
      ...(is === "changed" ? ["It is another than it was."] : []),
      ...things.map((thing) => `- ${thing}`),
      ...(thingsLeftOut === 0 ? [] : [`and ${thingsLeftOut} more`]),
      ...(record === undefined ? [] : [`Record: ${record}`]),
      `Since: ${since}`,
    ]),
    alert_type: "error",
  };
}

/** A finding of an earlier look that is no more. */
function recoveredEvent(
  finding: Details<"registry-check">["findings"][number],
  context: EventContext,
): DatadogEvent {
  const one = finding as Disagreement;
  return {
    ...common(one, "recovered", context),
    title: `[EU AI Act] Records and registry agree again: ${named(one)} (${one.code})`,
    text: eventText([
      `Not found any more: ${finding.found}`,
      ...(finding.since === undefined ? [] : [`It was found since ${finding.since}.`]),
      "Why it was so, and until when it was served, is not told by its being gone.",
    ]),
    alert_type: "success",
  };
}

/** More findings than events are sent of. */
function moreEvent(count: number, { environment, at }: EventContext): DatadogEvent {
  return {
    title: `[EU AI Act] Records and registry disagree: ${count} findings more`,
    text: "Each is in the record of the check, and counted by its metric.",
    tags: datadogTags({ compliance: "eu-ai-act", registry_check: "new", env: environment }),
    alert_type: "error",
    date_happened: secondsOf(at),
    aggregation_key: `registry-check:${environment}:more`,
  };
}

function common(one: Disagreement, is: string, { environment, at, systemOf }: EventContext) {
  return {
    tags: datadogTags({
      compliance: "eu-ai-act",
      registry_check: is,
      disagreement: one.code,
      env: environment,
      ai_system: systemOf(one.model),
      registered_model: one.model,
      model_version: one.version,
    }),
    date_happened: secondsOf(at),
    // Two checks that find the same at once are shown as one; so is its recovery. The vendor takes 100 characters.
    aggregation_key: `registry-check:${sha256Hex(JSON.stringify([environment, identityOf(one)])).slice(0, 40)}`,
  };
}

function named({ model, version, door }: Disagreement): string {
  return [model, version === undefined ? undefined : `version ${version}`, door]
    .filter((part) => part !== undefined)
    .join(" ");
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);
