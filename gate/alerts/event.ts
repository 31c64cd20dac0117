import type { DecisionAlerts } from "../decisions/parts";

type BreakGlass = Parameters<DecisionAlerts["breakGlass"]>[0];
type Refused = Parameters<DecisionAlerts["refused"]>[0];

/**
 * An event as Datadog takes it. Events need no index and no archive, so that no exclusion filter hides one from its monitor.
 *
 * @see https://docs.datadoghq.com/api/latest/events/#post-an-event
 */
export interface DatadogEvent {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly alert_type: "error" | "warning";
  /** Seconds since 1970. */
  readonly date_happened: number;
}

/** The vendor cuts a text at 4,000 characters; a reason is a person's and may be long. */
const LONGEST_TEXT = 3_500;
/** And a tag at 200. */
const LONGEST_TAG = 200;

/** Production was entered without all that it requires, or somebody asked for that. */
export function breakGlassEvent(alert: BreakGlass, environment: string, at: Date): DatadogEvent {
  const { act, model, version, door, by, second, reason, until, record } = alert;
  const asked = act === "break-glass-asked";
  return {
    title: `[EU AI Act] ${asked ? "Break-glass asked for" : "Break-glass used"}: ${model} version ${version}`,
    text: cut(
      [
        asked
          ? `${by} asks to promote it without all that production requires; a second approver has to confirm.`
          : `It was promoted without all that production requires, by ${by}${second === undefined ? "" : ` with ${second}`}.`,
        ...(door === undefined ? [] : [`Door: ${door.kind} ${door.name}.`]),
        `Reason: ${reason}`,
        `Until: ${until}`,
        ...(record === undefined ? [] : [`Record: ${record}`]),
      ].join("\n"),
    ),
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
    text: cut(
      [
        ...(door === undefined ? [] : [`Door: ${door.kind} ${door.name}.`]),
        `Lacking: ${requirements.join(", ")}`,
      ].join("\n"),
    ),
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
  const tags: Readonly<Record<string, string | undefined>> = {
    compliance: "eu-ai-act",
    gate_act: act,
    env: environment,
    ai_system: system,
    registered_model: model,
    model_version: version,
  };
  return Object.entries(tags).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}:${value}`.slice(0, LONGEST_TAG)],
  );
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);

const cut = (text: string) => (text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`);
