import { setTimeout as pause } from "node:timers/promises";
import type { DecisionAlerts } from "../decisions/parts";
import type { Log } from "../log";
import { breakGlassEvent, type DatadogEvent, refusedEvent } from "./event";

export interface AlertsOptions {
  /** Datadog's API, such as `https://api.datadoghq.eu`. */
  readonly api: string;
  /** Key of the organisation. It goes into a header and nowhere else. */
  readonly apiKey: string;
  /** Id of the environment. */
  readonly environment: string;
  /** Told what could not be sent. */
  readonly log: Log;
  /** @default the system's */
  readonly now?: () => Date;
  /** Milliseconds before each further attempt. @default 1 s, 10 s, 60 s */
  readonly retryAfterMs?: readonly number[];
}

/** Alerts, and an end to wait for. */
export interface Alerts extends DecisionAlerts {
  /** Resolves when everything under way is sent or given up. */
  settled(): Promise<void>;
}

const PATIENCE_MS = 5_000;
const RETRY_AFTER_MS: readonly number[] = [1_000, 10_000, 60_000];
/** More refusals in an hour than any monitor has to count: a client in a loop must not bill events without end. */
const REFUSALS_AN_HOUR = 200;
const HOUR_MS = 3_600_000;

/**
 * Tells Datadog of what people should hear at once. Its methods return before anything is sent and never throw: an alert that
 * cannot be sent is written to the gate's log and stops no decision, whose record in the vault is the evidence.
 */
export function createAlerts(options: AlertsOptions): Alerts {
  const { environment, log, now = () => new Date() } = options;
  const underWay = new Set<Promise<void>>();
  const refusals = budget(REFUSALS_AN_HOUR, HOUR_MS, now);
  const tell = (event: DatadogEvent): Promise<void> => {
    const sending = send(event, options)
      .then((because) => {
        if (because !== undefined) log("error", { part: "alerts", event: event.title, because });
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
    return Promise.resolve();
  };
  return {
    breakGlass: (alert) => tell(breakGlassEvent(alert, environment, now())),
    refused: (alert) => (refusals() ? tell(refusedEvent(alert, environment, now())) : Promise.resolve()),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** @returns why it could not be sent; nothing when Datadog took it */
async function send(event: DatadogEvent, options: AlertsOptions): Promise<string | undefined> {
  const waits = options.retryAfterMs ?? RETRY_AFTER_MS;
  for (const [attempt, wait] of [0, ...waits].entries()) {
    if (attempt > 0) await pause(wait, undefined, { ref: false });
    const because = await post(event, options);
    if (because === undefined) return undefined;
    if (because.final || attempt === waits.length) return because.words;
  }
  return undefined;
}

async function post(
  event: DatadogEvent,
  { api, apiKey }: AlertsOptions,
): Promise<{ readonly final: boolean; readonly words: string } | undefined> {
  try {
    const response = await fetch(new URL("/api/v1/events", api), {
      method: "POST",
      headers: { "content-type": "application/json", "dd-api-key": apiKey },
      body: JSON.stringify(event),
      // The key is for this address and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    if (response.ok) return undefined;
    const final = response.status < 500 && response.status !== 429 && response.status !== 408;
    return { final, words: `Datadog answered ${response.status}` };
  } catch (error) {
    return { final: false, words: `Datadog did not answer: ${String(reasonOf(error))}` };
  }
}

/** Of what `fetch` throws only the code: a message may hold the address with whatever is in it. */
function reasonOf(error: unknown): unknown {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
  return [cause?.code, name].find((each) => typeof each === "string") ?? "unknown";
}

/** Whether one more is within what an hour allows. */
function budget(most: number, withinMs: number, now: () => Date): () => boolean {
  let began = -Infinity;
  let used = 0;
  return () => {
    const at = now().getTime();
    if (at - began >= withinMs) [began, used] = [at, 0];
    used += 1;
    return used <= most;
  };
}
