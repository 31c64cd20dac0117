import { setTimeout as sleep } from "node:timers/promises";
import { parseExactly } from "./exact-json";
import { noAnswerBecause } from "./no-answer";

/** Where Datadog's API is asked, and with what. */
export interface DatadogAccess {
  /** `https://api.<site>`, or a stand-in's address. */
  readonly url: string;
  readonly apiKey: string;
  /** Of an account that may read what is asked for. */
  readonly applicationKey: string;
  /** How much of one answer is read. @default 64 MiB */
  readonly mostBytes?: number;
  /** Between attempts, where Datadog does not say how long to wait. @default as many as there were attempts */
  readonly waitSeconds?: number;
}

export type DatadogQuery = Readonly<Record<string, string>>;

/** What was asked for could not be read, or not whole. Words without keys. */
export class DatadogUnread extends Error {
  constructor(
    /** Address that was asked, without its query. */
    readonly place: string,
    readonly because: string,
    /** HTTP status, where there was an answer. */
    readonly status?: number,
  ) {
    super(`${place}: ${because}`);
    this.name = "DatadogUnread";
  }
}

const ATTEMPTS = 5;
const LONGEST_WAIT_MS = 60_000;
const ANSWER_MS = 60_000;
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * Asks Datadog for one answer. Waits where it asks to be asked less often: its limits are of the organisation, and shared.
 *
 * @see https://docs.datadoghq.com/api/latest/rate-limits/
 * @throws DatadogUnread when it refuses, does not answer, or answers no JSON
 */
export async function readJson(access: DatadogAccess, path: string, query: DatadogQuery): Promise<unknown> {
  const url = new URL(path, access.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const place = `${url.origin}${url.pathname}`;
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(url, place, access);
    if ("value" in answer) return answer.value;
    const { fault, mayPass, waitSeconds = access.waitSeconds ?? attempt } = answer;
    if (!mayPass || attempt === ATTEMPTS) throw fault;
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(0, waitSeconds) * 1_000));
  }
}

type Answer =
  | { readonly value: unknown }
  | { readonly fault: DatadogUnread; readonly mayPass: boolean; readonly waitSeconds?: number };

async function ask(url: URL, place: string, access: DatadogAccess): Promise<Answer> {
  try {
    const response = await fetch(url, {
      headers: {
        accept: "application/json",
        "dd-api-key": access.apiKey,
        "dd-application-key": access.applicationKey,
      },
      // The keys are for this address and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      const { status, headers } = response;
      const reset = Number(headers.get("x-ratelimit-reset") ?? NaN);
      return {
        fault: new DatadogUnread(place, `HTTP ${status}`, status),
        mayPass: status === 429 || status >= 500,
        ...(Number.isFinite(reset) && { waitSeconds: reset }),
      };
    }
    const text = await textOf(response, access.mostBytes ?? MOST_BYTES);
    if (text === undefined)
      return {
        fault: new DatadogUnread(place, `more than ${access.mostBytes ?? MOST_BYTES} bytes in one answer`),
        mayPass: false,
      };
    return parsed(text, place);
  } catch (error) {
    return { fault: new DatadogUnread(place, `no answer: ${noAnswerBecause(error)}`), mayPass: true };
  }
}

/** What is not read to its end is not JSON that can be told from a whole answer. */
async function textOf(response: Response, mostBytes: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function parsed(text: string, place: string): Answer {
  try {
    return { value: parseExactly(text) };
  } catch {
    return { fault: new DatadogUnread(place, "the answer is no JSON"), mayPass: false };
  }
}
