import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { noAnswerBecause } from "../datadog/no-answer";
import { AtlassianError, type AtlassianAccess, type AtlassianFault } from "./access";
import { readable } from "./readable";

export interface AtlassianRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** From the site on, such as `/rest/api/3/issue`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether doing it twice comes to the same: then it is tried again when nobody knows whether it was done. */
  readonly repeatable: boolean;
  /** Not tried again here, whatever the answer: its caller must know by when the last attempt was made. @default false */
  readonly once?: boolean;
}

const ANSWER_WITHIN_MS = 20_000;
const RETRY_AFTER_MS: readonly number[] = [1_000, 4_000, 15_000];
const LONGEST_WAIT_MS = 60_000;
const LONGEST_REASON = 300;

/**
 * Asks for one answer. Waits where it is asked to wait: a 429 was not worked on, so that it is safe to say everything again.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ for 429, Retry-After and the 503 that has one
 * @returns the answer's JSON; nothing for one without
 * @throws AtlassianError
 */
export async function askAtlassian(access: AtlassianAccess, request: AtlassianRequest): Promise<unknown> {
  const { retryAfterMs: waits = RETRY_AFTER_MS, longestWaitMs = LONGEST_WAIT_MS } = access;
  for (let attempt = 0; ; attempt++) {
    const answer = await once(access, request);
    if (!(answer instanceof AtlassianError)) return answer.value;
    const mayPass = answer.fault === "busy" || (answer.fault === "unsure" && request.repeatable);
    const wait = answer.waitMs ?? waits[attempt];
    if (
      request.once === true ||
      !mayPass ||
      attempt >= waits.length ||
      wait === undefined ||
      wait > longestWaitMs
    )
      throw answer;
    await sleep(wait);
  }
}

/** What an answer says. @throws AtlassianError where it has another form than its description */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.infer<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") || "the answer";
  throw new AtlassianError("unsure", place, `another form than Atlassian describes: ${issue?.message ?? ""}`);
}

/** The pages of one list, which must lead on: one that leads back would be read for ever. */
export class Onward {
  readonly #seen = new Set<string>();

  constructor(private readonly place: string) {}

  /** @returns where the next page is @throws AtlassianError where that page was read already */
  to(next: string | undefined): string | undefined {
    if (next === undefined) return undefined;
    if (this.#seen.has(next))
      throw new AtlassianError("unsure", this.place, "its list leads back to a page that was read already");
    this.#seen.add(next);
    return next;
  }
}

async function once(
  access: AtlassianAccess,
  { method, path, query = {}, body }: AtlassianRequest,
): Promise<{ readonly value: unknown } | AtlassianError> {
  const url = new URL(access.site.replace(/\/+$/, "") + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const place = `${method} ${url.origin}${url.pathname}`;
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: "application/json",
        authorization: `Basic ${Buffer.from(`${access.email}:${access.token}`).toString("base64")}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The token is for this address and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(access.answerWithinMs ?? ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (response.ok) return { value: text === "" ? undefined : (JSON.parse(text) as unknown) };
    const because = `HTTP ${response.status}${wordsOf(text)}`;
    const waitMs = waitOf(response.headers.get("retry-after"));
    return new AtlassianError(faultOf(response.status), place, because, response.status, waitMs);
  } catch (error) {
    const because = error instanceof SyntaxError ? "the answer is no JSON" : noAnswerBecause(error);
    return new AtlassianError("unsure", place, `no answer: ${because}`);
  }
}

function faultOf(status: number): AtlassianFault {
  if (status === 401 || status === 403) return "not-allowed";
  if (status === 404 || status === 410) return "not-found";
  if (status === 409) return "conflict";
  if (status === 429) return "busy";
  return status >= 500 || status === 408 ? "unsure" : "refused";
}

/** Retry-After in seconds, or as a date. */
function waitOf(given: string | null): number | undefined {
  if (given === null || given.trim() === "") return undefined;
  const ms = /^[0-9]+$/.test(given.trim()) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Atlassian's own words: `errorMessages` and `errors` of Jira, `errors[].title` of Confluence, `message` of both. */
function wordsOf(text: string): string {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return "";
  }
  const { errorMessages, errors, message } = (said ?? {}) as Record<string, unknown>;
  const words = [errorMessages, errors, message].flatMap(textsIn);
  return words.length === 0 ? "" : `: ${readable(words.join("; "), LONGEST_REASON)}`;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
