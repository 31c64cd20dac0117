import { datadogTags, eventText, type DatadogEvent } from "../../evidence/datadog/event";
import type { DecisionAlerts } from "../decisions/parts";

type BreakGlass = Parameters<DecisionAlerts["breakGlass"]>[0];
type Refused = Parameters<DecisionAlerts["refused"]>[0];

/** Production was entered without all that it requires, or somebody asked for that. */
export function breakGlassEvent(alert: BreakGlass, environment: string, at: Date): DatadogEvent {
  const { act, model, version, door, by, second, reason, until, record } = alert;
  const asked = act === "break-glass-asked";
  return {
    title: `[EU AI Act] ${asked ? "Break-glass asked for" : "Break-glass used"}: ${model} version ${version}`,
    text: eventText([
      asked
        ? `${by} asks to promote it without all that production requires; a second approver has to confirm.`
        : `It was promoted without all that production requires, by ${by}${second === undefined ? "" : ` with ${second}`}.`,
      ...(door === undefined ? [] : [`Door: ${door.kind} ${door.name}.`]),
      `Reason: ${reason}`,
      `Until: ${until}`,
      ...(record === undefined ? [] : [`Record: ${record}`]),
    ]),
    tags: tagsOf(alert, act, environment),
    alert_type: "error",
    date_happened: secondsOf(at),
  };
}

/** A version was refused: one is daily work, many in an hour are not. */
export function refusedEvent(alert: Refused, environment: string, at: Date): DatadogEvent {
  const { model, version, door, requirements } = alert;
  return {
    title: `[EU AI Act] Refused: ${model} version ${version}`,
    text: eventText([
      ...(door === undefined ? [] : [`Door: ${door.kind} ${door.name}.`]),
      `Lacking: ${requirements.join(", ")}`,
    ]),
    tags: tagsOf(alert, "refused", environment),
    alert_type: "warning",
    date_happened: secondsOf(at),
  };
}

function tagsOf(
  { system, model, version }: Pick<Refused, "system" | "model" | "version">,
  act: string,
  environment: string,
): readonly string[] {
  return datadogTags({
    compliance: "eu-ai-act",
    gate_act: act,
    env: environment,
    ai_system: system,
    registered_model: model,
    model_version: version,
  });
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);
