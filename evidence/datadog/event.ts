/**
 * An event as Datadog takes it. Events need no index and no archive, so that no exclusion filter hides one from its monitor.
 *
 * @see https://docs.datadoghq.com/api/latest/events/#post-an-event
 */
export interface DatadogEvent {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly alert_type: "error" | "warning" | "info" | "success";
  /** Seconds since 1970. */
  readonly date_happened: number;
  /** Events with the same key are shown as one. */
  readonly aggregation_key?: string;
}

/** The vendor cuts a text at 4,000 characters; a reason is a person's and may be long. */
const LONGEST_TEXT = 3_500;
/** And a tag at 200. */
const LONGEST_TAG = 200;

/** Lines of an event's text, cut where Datadog would cut them. */
export function eventText(lines: readonly string[]): string {
  const text = lines.join("\n");
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/** Tags of the values that are there, in the form `key:value`. */
export function datadogTags(values: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}:${value}`.slice(0, LONGEST_TAG)],
  );
}
