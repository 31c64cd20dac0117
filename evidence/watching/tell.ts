import type { DatadogEvent } from "../datadog/event";
import { sendEvent, sendMetrics, type DatadogIntake, type MetricPoint } from "../datadog/send";
import type { Known, Notes } from "./noted";

/** Whatever is lost whole must not bill events without end; the metric counts all. */
const MOST_EVENTS = 50;

/** An event, and the findings that Datadog knows of when it has taken it. */
export interface Telling<Finding> {
  readonly event: DatadogEvent;
  readonly of: readonly Finding[];
}

/** How findings of one check are told. */
export interface Wording<Finding, Earlier> {
  readonly finding: (one: Finding) => DatadogEvent;
  readonly recovered: (one: Earlier) => DatadogEvent;
  /** Of so many more than events are sent of. */
  readonly more: (count: number) => DatadogEvent;
}

/** What is to be told of a look: what is new, what has changed, what is gone. What stands was told before. */
export function tellingsOf<Finding extends Known, Earlier>(
  { findings, recovered }: { readonly findings: readonly Finding[]; readonly recovered: readonly Earlier[] },
  wording: Wording<Finding, Earlier>,
): readonly Telling<Finding>[] {
  const fresh = findings.filter(({ is }) => is !== "standing");
  const more = fresh.slice(MOST_EVENTS);
  return [
    ...fresh.slice(0, MOST_EVENTS).map((one) => ({ event: wording.finding(one), of: [one] })),
    ...(more.length === 0 ? [] : [{ event: wording.more(more.length), of: more }]),
    ...recovered.slice(0, MOST_EVENTS).map((one) => ({ event: wording.recovered(one), of: [] })),
  ];
}

/** What Datadog took. */
export interface Told<Finding> {
  /** Of which findings it has an event as they are now. */
  readonly told: ReadonlySet<Finding>;
  /** Why not of everything, in words. */
  readonly because?: string;
}

/** Sends all counts as metrics, and what is new, changed or gone as events. Never throws. */
export async function tellFindings<Finding extends Known>(
  { findings }: Pick<Notes<Finding, unknown>, "findings">,
  sending: { readonly points: readonly MetricPoint[]; readonly tellings: readonly Telling<Finding>[] },
  to: DatadogIntake,
): Promise<Told<Finding>> {
  const counted = await sendMetrics(sending.points, to);
  const told = new Set<Finding>(findings.filter(({ is }) => is === "standing"));
  let because = counted.sent ? undefined : counted.because;
  for (const { event, of } of sending.tellings) {
    // Where Datadog does not answer, each event would wait as long again: the next look sends them.
    if (because !== undefined) break;
    const sent = await sendEvent(event, to);
    if (!sent.sent) ({ because } = sent);
    else for (const finding of of) told.add(finding);
  }
  return { told, ...(because !== undefined && { because }) };
}

/**
 * How many findings there are of each code and thing: one for each of which something was found now or before, and a zero
 * for each code, so that a look that found nothing is told from none at all.
 *
 * @returns rows of code, thing and count; the thing of a code's own zero is `none`
 */
export function countedFindings<One>(
  codes: readonly string[],
  { findings, recovered }: { readonly findings: readonly One[]; readonly recovered: readonly One[] },
  keyOf: (one: One) => readonly [code: string, thing: string],
): readonly (readonly [code: string, thing: string, count: number])[] {
  const counts = new Map<string, number>();
  const count = (key: readonly [string, string], by: number) =>
    counts.set(JSON.stringify(key), (counts.get(JSON.stringify(key)) ?? 0) + by);
  for (const code of codes) count([code, "none"], 0);
  for (const one of recovered) count(keyOf(one), 0);
  for (const one of findings) count(keyOf(one), 1);
  return [...counts].map(([key, value]) => {
    const [code, thing] = JSON.parse(key) as [string, string];
    return [code, thing, value] as const;
  });
}
