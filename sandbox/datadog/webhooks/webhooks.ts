/**
 * Sends what monitors tell to the webhooks their messages name.
 *
 * @see https://docs.datadoghq.com/integrations/webhooks/
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { readAssets } from "../asset-reading";
import { LOOPBACK } from "../../world/ports";
import type { Asset } from "../assets";
import type { Notification } from "../monitors/monitors";
import { handlesIn, renderMessage } from "./message";
import { fill, variablesOf, type Origin } from "./variables";
import { USUAL_PAYLOAD } from "./usual-payload";

/** "The timeout for any individual request is 15 seconds and missed connections are retried 5 times." */
const TIMEOUT_MS = 15_000;
const RETRIES = 5;

const webhook = z.looseObject({
  name: z.string(),
  url: z.string(),
  /** JSON as text. */
  custom_headers: z.string().nullish(),
  encode_as: z.enum(["json", "form"]).default("json"),
  payload: z.string().nullish(),
});
export type Webhook = z.infer<typeof webhook>;

const customVariable = z.looseObject({ name: z.string(), value: z.string() });
export type CustomVariable = z.infer<typeof customVariable>;

/** Error: the user fault `assets-not-playable`. */
export const readWebhooks = (assets: readonly Asset[]): readonly Webhook[] =>
  readAssets("webhook", assets, webhook);

/** Error: the user fault `assets-not-playable`. */
export const readCustomVariables = (assets: readonly Asset[]): readonly CustomVariable[] =>
  readAssets("webhook custom variable", assets, customVariable);

/** One notification on its way to one handle. */
export interface Delivery {
  readonly monitor: string;
  readonly transition: string;
  /** Without its @. */
  readonly handle: string;
  /** How often it was tried; 0 where there is nothing to send it with. */
  readonly attempts: number;
  /** Of the last answer. */
  readonly status?: number;
  /** Why it did not arrive. */
  readonly error?: string;
}

export interface WebhookOptions extends Origin {
  /** Between one attempt and the next. */
  readonly retryAfterMs: number;
}

export class Webhooks {
  private webhooks: readonly Webhook[] = [];
  private custom: Readonly<Record<string, string>> = {};
  private hosts: Readonly<Record<string, string>> = {};

  constructor(private readonly options: WebhookOptions) {}

  /** Sends with these from now on. */
  configure(webhooks: readonly Webhook[], variables: readonly CustomVariable[]): void {
    this.webhooks = webhooks;
    this.custom = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  }

  /** @param hosts origins of the outside, such as `https://register.example.org`, and where each is on this machine */
  reach(hosts: Readonly<Record<string, string>>): void {
    this.hosts = hosts;
  }

  /** Sends to every handle of the message. Never rejects: what does not arrive is a delivery with an error. */
  async notify(told: Notification): Promise<readonly Delivery[]> {
    const handles = handlesIn(renderMessage(told));
    return Promise.all(handles.map((handle) => this.sendTo(handle, told)));
  }

  private async sendTo(handle: string, told: Notification): Promise<Delivery> {
    const delivery = { monitor: told.monitor.name, transition: told.transition, handle };
    const name = handle.replace(/^webhook-/, "");
    if (name === handle) return { ...delivery, attempts: 0, error: "no webhook: not sent from here" };
    const hook = this.webhooks.find((each) => each.name === name);
    if (!hook) return { ...delivery, attempts: 0, error: `there is no webhook ${name}` };
    const variables = { ...variablesOf(told, randomUUID(), this.options), ...this.custom };
    let request: Request;
    try {
      request = requestOf(hook, variables, this.hosts);
    } catch (error) {
      return { ...delivery, attempts: 0, error: `not sent: ${(error as Error).message}` };
    }
    return { ...delivery, ...(await this.post(request)) };
  }

  /** Tries again after a 5xx and after no answer at all; every other answer is the last. */
  private async post(request: Request): Promise<Pick<Delivery, "attempts" | "status" | "error">> {
    let attempts = 0;
    while (true) {
      attempts++;
      const answer = await fetch(request.clone(), { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
        (error: Error) => error,
      );
      if (!(answer instanceof Error) && answer.status < 500) {
        const { status } = answer;
        return { attempts, status, ...(!answer.ok && { error: `refused: ${await answer.text()}` }) };
      }
      if (attempts > RETRIES) {
        return answer instanceof Error
          ? { attempts, error: answer.message }
          : { attempts, status: answer.status, error: "the receiver failed" };
      }
      await wait(this.options.retryAfterMs);
    }
  }
}

/** @throws Error in words, where there is nothing that can be sent */
function requestOf(
  hook: Webhook,
  variables: Readonly<Record<string, string>>,
  hosts: Readonly<Record<string, string>>,
): Request {
  const payload = fill(hook.payload ?? USUAL_PAYLOAD, variables, inJson);
  const parsed = JSON.parse(payload) as Readonly<Record<string, unknown>>;
  const custom = JSON.parse(fill(hook.custom_headers ?? "{}", variables, inJson)) as Record<string, string>;
  const isForm = hook.encode_as === "form";
  return new Request(onThisMachine(new URL(fill(hook.url, variables)), hosts), {
    method: "POST",
    headers: {
      "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
      ...custom,
    },
    body: isForm ? formOf(parsed) : payload,
  });
}

/** Nothing leaves the sandbox: an address of the outside is one that this machine plays, or none. */
function onThisMachine(url: URL, hosts: Readonly<Record<string, string>>): URL {
  if (url.hostname === LOOPBACK) return url;
  const origin = hosts[url.origin];
  if (origin === undefined) throw new Error(`nobody plays ${url.origin} here`);
  return new URL(url.pathname + url.search, origin);
}

/** A value inside the quotation marks of JSON. */
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);

const formOf = (payload: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ).toString();
