import { setTimeout as pause } from "node:timers/promises";
import { Art12ConfigError, type Art12DeliveryError } from "../errors";
import { answered, asUncertain, isPassing, unanswered, type Receiver } from "./answers";

/** How a sink asks again. */
export interface TryOptions {
  /**
   * Tries of one request before the call fails, when the answer is 408, 429 or 5xx or there is none.
   * @default 3
   */
  readonly attempts?: number;
  /**
   * Pause before the second try, in milliseconds; doubled before each further one.
   * @default 250
   */
  readonly retryDelayMs?: number;
  /**
   * How long one try may take, in milliseconds.
   * @default 10000
   */
  readonly timeoutMs?: number;
}

/** An answer of success. */
export interface Taken {
  /** The beginning of its text. */
  readonly text: string;
  /** Its `Date` header. */
  readonly date: string | undefined;
}

/**
 * Posts a body until it is taken or it is known that it is not.
 * @throws Art12DeliveryError
 */
export async function post(
  receiver: Receiver,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  { attempts = 3, retryDelayMs = 250, timeoutMs = 10_000 }: TryOptions,
): Promise<Taken> {
  let uncertain = false;
  for (let attempt = 1; ; attempt++) {
    const answer = await once(receiver, endpoint, headers, body, timeoutMs);
    if ("text" in answer) return answer;
    uncertain ||= answer.delivered === "unknown";
    if (attempt < attempts && isPassing(answer)) await pause(retryDelayMs * 2 ** (attempt - 1));
    else throw uncertain ? asUncertain(answer) : answer;
  }
}

/** What is wrong with an option of a sink. */
export function optionError(field: string, needed: string, fix: string): Art12ConfigError {
  return new Art12ConfigError({ code: "bad-sink-option", field, needed, fix });
}

async function once(
  receiver: Receiver,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
): Promise<Taken | Art12DeliveryError> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(endpoint, { method: "POST", headers, body, signal, redirect: "manual" });
    const text = (await response.text()).slice(0, 300);
    if (!response.ok) return answered(receiver, response.status, text);
    return { text, date: response.headers.get("date") ?? undefined };
  } catch (cause) {
    return unanswered(receiver, cause);
  }
}
