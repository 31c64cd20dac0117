import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { at } from "../../json-at";
import { temporaryFolder } from "../../temporary";
import { MemorySink } from "../memory-sink";

export const KEYS = { "dd-api-key": "key", "dd-application-key": "application-key" };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Organisation {
  ask(method: string, path: string, body?: unknown, keys?: Record<string, string>): Promise<Answer>;
  /** Makes an asset and answers its id. */
  made(path: string, body: unknown): Promise<string>;
}

/** What an answer is about: in `data` or not, one of a list or not. */
export function assetIn(body: unknown): unknown {
  const data = at(body, "data") ?? body;
  return Array.isArray(data) ? (data[0] as unknown) : data;
}

/** The id of an asset, or the name of one that has none. */
export const idOf = (asset: unknown): string => String(at(asset, "id") ?? at(asset, "name"));

let running: DatadogStandIn | undefined;

/** An organisation in which nothing is configured yet. */
export async function emptyOrganisation(): Promise<Organisation> {
  running = await startDatadogStandIn({
    ...{ stacksDir: temporaryFolder(), apiKey: "key", sink: new MemorySink(), flushIntervalMs: 3_600_000 },
    applicationKeys: { "application-key": "alice@example.org" },
  });
  const { url } = running;
  const ask: Organisation["ask"] = async (method, path, body, keys = KEYS) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...keys, "content-type": "application/json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const made: Organisation["made"] = async (path, sent) => {
    const { status, body } = await ask("POST", path, sent);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return idOf(assetIn(body));
  };
  return { ask, made };
}

export async function closeOrganisation(): Promise<void> {
  await running?.stop();
  running = undefined;
}
