import { setTimeout as pause } from "node:timers/promises";
import type { DatadogEvent } from "./event";
import { noAnswerBecause } from "./no-answer";

/** Where to send, and how long to try. */
export interface DatadogIntake {
  /** Datadog's API, such as `https://api.datadoghq.eu`. */
  readonly api: string;
  /** Key of the organisation. It goes into a header and nowhere else. */
  readonly apiKey: string;
  /** Milliseconds before each further attempt. @default 1 s, 10 s, 60 s */
  readonly retryAfterMs?: readonly number[];
  /** Milliseconds that one answer may take. @default 5 s */
  readonly answerWithinMs?: number;
  /** Whether the process lives on until the last attempt. @default true */
  readonly holdsProcess?: boolean;
}

/** One value of a metric, as it was at a time. */
export interface MetricPoint {
  readonly metric: string;
  /** `gauge`: what it is now. `count`: how many there were since the point before. */
  readonly type: "gauge" | "count";
  readonly value: number;
  /** Datadog takes points that are at most an hour old. */
  readonly at: Date;
  readonly tags: readonly string[];
}

/** Whether Datadog took all of it; if not, why, in words without key or address. */
export type Sent = { readonly sent: true } | { readonly sent: false; readonly because: string };

const ANSWER_WITHIN_MS = 5_000;
const RETRY_AFTER_MS: readonly number[] = [1_000, 10_000, 60_000];
/** Far below the vendor's 5 MB a request. */
const POINTS_A_REQUEST = 1_000;
/** The vendor's numbers of the types. @see https://docs.datadoghq.com/api/latest/metrics/#submit-metrics */
const TYPE = { count: 1, gauge: 3 } as const;

const TAKEN: Sent = { sent: true };

/**
 * Sends one event. Never throws.
 * @see https://docs.datadoghq.com/api/latest/events/#post-an-event
 */
export function sendEvent(event: DatadogEvent, to: DatadogIntake): Promise<Sent> {
  return send("/api/v1/events", event, to);
}

/**
 * Sends values of metrics. Never throws; a point that is sent twice counts once where its type is `gauge`.
 * @see https://docs.datadoghq.com/api/latest/metrics/#submit-metrics
 */
export async function sendMetrics(points: readonly MetricPoint[], to: DatadogIntake): Promise<Sent> {
  for (let from = 0; from < points.length; from += POINTS_A_REQUEST) {
    const series = points.slice(from, from + POINTS_A_REQUEST).map(({ metric, type, value, at, tags }) => ({
      metric,
      type: TYPE[type],
      points: [{ timestamp: Math.floor(at.getTime() / 1000), value }],
      tags,
    }));
    const sent = await send("/api/v2/series", { series }, to);
    if (!sent.sent) return sent;
  }
  return TAKEN;
}

async function send(path: string, body: object, to: DatadogIntake): Promise<Sent> {
  const { retryAfterMs: waits = RETRY_AFTER_MS, holdsProcess: ref = true } = to;
  for (let attempt = 0; ; attempt++) {
    const { final, ...sent } = await post(path, body, to);
    const wait = waits[attempt];
    if (final || wait === undefined) return sent;
    await pause(wait, undefined, { ref });
  }
}

async function post(
  path: string,
  body: object,
  { api, apiKey, answerWithinMs = ANSWER_WITHIN_MS }: DatadogIntake,
): Promise<Sent & { readonly final: boolean }> {
  try {
    const response = await fetch(new URL(path, api), {
      method: "POST",
      headers: { "content-type": "application/json", "dd-api-key": apiKey },
      body: JSON.stringify(body),
      // The key is for this address and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.body?.cancel();
    if (response.ok) return { ...TAKEN, final: true };
    const { status } = response;
    const final = status < 500 && status !== 429 && status !== 408;
    return { sent: false, because: `Datadog answered ${status}`, final };
  } catch (error) {
    return { sent: false, because: `Datadog did not answer: ${noAnswerBecause(error)}`, final: false };
  }
}
