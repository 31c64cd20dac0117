import type { DatadogEvent } from "../../evidence/datadog/event";
import { sendEvent } from "../../evidence/datadog/send";
import type { DecisionAlerts } from "../decisions/parts";
import type { Log } from "../log";
import { breakGlassEvent, refusedEvent } from "./event";

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
  /** An event that somebody else has worded. */
  tell(event: DatadogEvent): void;
  /** Resolves when everything under way is sent or given up. */
  settled(): Promise<void>;
}

/** More refusals in an hour than any monitor has to count: a client in a loop must not bill events without end. */
const REFUSALS_AN_HOUR = 200;
const HOUR_MS = 3_600_000;

/**
 * Tells Datadog of what people should hear at once. Its methods return before anything is sent and never throw: an alert that
 * cannot be sent is written to the gate's log and stops no decision, whose record in the vault is the evidence.
 */
export function createAlerts(options: AlertsOptions): Alerts {
  const { api, apiKey, environment, log, now = () => new Date(), retryAfterMs } = options;
  // A gate that ends does not stay for an alert: whoever ends it waits for what it grants.
  const to = { api, apiKey, holdsProcess: false, ...(retryAfterMs && { retryAfterMs }) };
  const underWay = new Set<Promise<void>>();
  const refusals = budget(REFUSALS_AN_HOUR, HOUR_MS, now);
  const send = (event: DatadogEvent): Promise<void> => {
    const sending = sendEvent(event, to)
      .then((sent) => {
        if (!sent.sent) log("error", { part: "alerts", event: event.title, because: sent.because });
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
    return Promise.resolve();
  };
  return {
    tell: (event) => void send(event),
    breakGlass: (alert) => send(breakGlassEvent(alert, environment, now())),
    refused: (alert) => (refusals() ? send(refusedEvent(alert, environment, now())) : Promise.resolve()),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
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
