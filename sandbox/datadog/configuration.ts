/** Assets of an organisation that its API configures, as far as the stand-in knows any: kept as they were sent. */
import type { AuditedChange } from "./audit-trail";

/** A kind of asset: where its API is, and what the audit trail calls it. */
interface Kind {
  readonly path: string;
  /** Of what the audit trail has no event for, `Request`. */
  readonly category: string;
  readonly type: string;
}

const KINDS: readonly Kind[] = [
  { path: "/api/v1/monitor", category: "Monitor", type: "monitor" },
  { path: "/api/v1/logs/config/indexes", category: "Log Management", type: "index" },
  { path: "/api/v1/logs/config/pipelines", category: "Log Management", type: "pipeline" },
  { path: "/api/v2/logs/config/archives", category: "Log Management", type: "archive" },
  { path: "/api/v2/logs/config/metrics", category: "Log Management", type: "custom metric" },
  { path: "/api/v2/downtime", category: "Request", type: "downtime" },
];

/** Where the API of configuration lies. */
export const CONFIGURED_PATHS = KINDS.map(({ path }) => path);

interface ConfigurationRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly body: unknown;
  readonly login: string;
  readonly userAgent: string;
}

interface ConfigurationAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Asset = Readonly<Record<string, unknown>>;

/** Creates, changes and deletes assets, and tells of every attempt. */
export class Configuration {
  private readonly assets = new Map<string, Asset>();
  private created = 0;

  constructor(private readonly tell: (change: AuditedChange) => void) {}

  answer(request: ConfigurationRequest): ConfigurationAnswer {
    const kind = KINDS.find(({ path }) => request.path === path || request.path.startsWith(`${path}/`));
    if (!kind) return { status: 404, body: { errors: ["Not found"] } };
    const named = decodeURIComponent(request.path.slice(kind.path.length + 1));
    const { answer, asset, action } = this.act(request, kind, named);
    if (request.method !== "GET") this.tell(changeOf(request, kind, answer.status, { ...asset, action }));
    return answer;
  }

  private act({ method, body, path }: ConfigurationRequest, kind: Kind, named: string): Act {
    const sent = (typeof body === "object" && body !== null ? body : {}) as Asset;
    const id = named || this.newId(kind, sent);
    const key = `${kind.path}/${id}`;
    const before = this.assets.get(key);
    const asset = { id, name: nameOf(sent) ?? nameOf(before ?? {}) };
    const action = ACTIONS[method] ?? "modified";
    if (method !== "POST" && !before)
      return { answer: { status: 404, body: { errors: [`${path} not found`] } }, asset, action };
    if (method === "DELETE") this.assets.delete(key);
    else if (method !== "GET") this.assets.set(key, method === "PATCH" ? { ...before, ...sent } : sent);
    return { answer: { status: 200, body: { ...(this.assets.get(key) ?? before), id } }, asset, action };
  }

  /** Indexes and metrics go by a name that is chosen, the others by a number. */
  private newId({ type }: Kind, sent: Asset): string {
    const chosen = type === "index" || type === "custom metric" ? nameOf(sent) : undefined;
    return chosen ?? String(1_000 + ++this.created);
  }
}

interface Act {
  readonly answer: ConfigurationAnswer;
  readonly asset: { readonly id: string; readonly name: string | undefined };
  readonly action: "created" | "modified" | "deleted";
}

const ACTIONS: Readonly<Record<string, "created" | "deleted">> = { POST: "created", DELETE: "deleted" };

/** At the top, or where JSON:API puts it. */
function nameOf(asset: Asset): string | undefined {
  const { data } = asset as { data?: { id?: unknown; attributes?: { name?: unknown } } };
  const name = asset["name"] ?? data?.attributes?.name ?? data?.id;
  return typeof name === "string" ? name : undefined;
}

function changeOf(
  { method, path, login, userAgent }: ConfigurationRequest,
  { category, type }: Kind,
  status: number,
  { id, name, action }: { id: string; name: string | undefined; action: "created" | "modified" | "deleted" },
): AuditedChange {
  const request = { category, login, method, path, status, userAgent };
  if (category === "Request") return { ...request, action: "accessed" };
  return { ...request, action, asset: { type, id, ...(name !== undefined && { name }) } };
}
