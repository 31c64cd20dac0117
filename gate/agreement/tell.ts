import { sendEvent, sendMetrics, type DatadogIntake, type MetricPoint } from "../../evidence/datadog/send";
import { datadogTags } from "../../evidence/datadog/event";
import { DISAGREEMENTS } from "./disagreement";
import { eventsOf, type EventContext } from "./event";
import type { Noted, Notes } from "./noted";

/** Findings of a look, by code, registered model and environment. */
const FINDINGS_METRIC = "ai_act.registry.findings";

/** What Datadog took. */
export interface Told {
  /** Of which findings it has an event as they are now. */
  readonly told: ReadonlySet<Noted>;
  /** Why not of everything, in words. */
  readonly because?: string;
}

/** Sends what is new, changed or gone as events, and all counts as metrics. Never throws. */
export async function tell(notes: Notes, to: DatadogIntake, context: EventContext): Promise<Told> {
  const counted = await sendMetrics(findingPoints(notes, context), to);
  const told = new Set<Noted>(notes.findings.filter(({ is }) => is === "standing"));
  let because = counted.sent ? undefined : counted.because;
  for (const { event, of } of eventsOf(notes, context)) {
    // Where Datadog does not answer, each event would wait as long again: the next look sends them.
    if (because !== undefined) break;
    const sent = await sendEvent(event, to);
    if (!sent.sent) ({ because } = sent);
    else for (const finding of of) told.add(finding);
  }
  return { told, ...(because !== undefined && { because }) };
}

/**
 * A point for each code and model of which something was found now or before, and a zero for each code: so that a look that
 * found nothing is told from none at all.
 */
function findingPoints(
  { findings, recovered }: Notes,
  { environment, at, systemOf }: EventContext,
): readonly MetricPoint[] {
  const counts = new Map<string, number>();
  const count = (code: string, model: string, by: number) => {
    const key = JSON.stringify([code, model]);
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const code of Object.keys(DISAGREEMENTS)) count(code, "none", 0);
  for (const { code, model } of recovered) count(code, model, 0);
  for (const { code, model } of findings) count(code, model, 1);
  return [...counts].map(([key, value]) => {
    const [code, model] = JSON.parse(key) as [string, string];
    return {
      metric: FINDINGS_METRIC,
      type: "gauge",
      value,
      at,
      tags: datadogTags({
        compliance: "eu-ai-act",
        env: environment,
        disagreement: code,
        registered_model: model,
        ai_system: systemOf(model),
      }),
    };
  });
}
