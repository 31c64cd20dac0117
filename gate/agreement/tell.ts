import { datadogTags } from "../../evidence/datadog/event";
import type { DatadogIntake, MetricPoint } from "../../evidence/datadog/send";
import { countedFindings, tellFindings, type Told } from "../../evidence/watching";
import { DISAGREEMENTS } from "./disagreement";
import { eventsOf, type EventContext } from "./event";
import type { Noted, Notes } from "./noted";

/** Findings of a look, by code, registered model and environment. */
const FINDINGS_METRIC = "ai_act.registry.findings";

/** Sends what is new, changed or gone as events, and all counts as metrics. Never throws. */
export function tell(notes: Notes, to: DatadogIntake, context: EventContext): Promise<Told<Noted>> {
  const sending = { points: findingPoints(notes, context), tellings: eventsOf(notes, context) };
  return tellFindings<Noted>(notes, sending, to);
}

function findingPoints(notes: Notes, { environment, at, systemOf }: EventContext): readonly MetricPoint[] {
  return countedFindings<{ code: string; model: string }>(
    Object.keys(DISAGREEMENTS),
    notes,
    ({ code, model }) => [code, model],
  ).map(([code, model, value]) => ({
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
  }));
}
