import { z } from "zod";
import type { Call, Via } from "./call";

/**
 * One event of Datadog's audit trail, as far as it is read here.
 *
 * @see https://docs.datadoghq.com/api/latest/audit/get-a-list-of-audit-logs-events/
 * @see https://docs.datadoghq.com/account_management/audit_trail/events/
 */
const auditEvent = z.looseObject({
  id: z.string().min(1),
  attributes: z.looseObject({
    timestamp: z.iso.datetime({ offset: true }),
    attributes: z.looseObject({
      action: z.string().optional(),
      evt: z
        .looseObject({
          name: z.string().optional(),
          actor: z.looseObject({ type: z.string().optional() }).optional(),
        })
        .optional(),
      asset: z
        .looseObject({
          type: z.string().optional(),
          id: z.union([z.string(), z.number()]).optional(),
          name: z.string().optional(),
        })
        .optional(),
      usr: z
        .looseObject({
          email: z.string().optional(),
          id: z.union([z.string(), z.number()]).optional(),
          uuid: z.string().optional(),
        })
        .optional(),
      http: z
        .looseObject({
          method: z.string().optional(),
          status_code: z.union([z.string(), z.number()]).optional(),
          useragent: z.string().optional(),
          url_details: z.looseObject({ path: z.string().optional() }).optional(),
        })
        .optional(),
      auth_method: z.string().optional(),
      metadata: z
        .looseObject({ api_key: z.looseObject({ id: z.string().optional() }).optional() })
        .optional(),
    }),
  }),
});
type Attributes = z.infer<typeof auditEvent>["attributes"]["attributes"];

/** Reads one event; the reason, as text, when it is none. */
export function readAuditEvent(value: unknown): Call | string {
  const parsed = auditEvent.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "the event"}: ${issue?.message}`;
  }
  const { id, attributes } = parsed.data;
  const said = attributes.attributes;
  const { type, action, ids } = what(said);
  const status = Number(said.http?.status_code ?? 200);
  return {
    id,
    at: new Date(attributes.timestamp).toISOString(),
    log: "datadog-audit",
    service: "datadog",
    name: `${type} ${action}`,
    who: whoOf(said),
    via: viaOf(said),
    ...(status >= 400 && { error: `HTTP ${status}` }),
    data: false,
    byAws: false,
    parameters: new Map([
      ["asset.type", [type]],
      ["asset", ids],
    ]),
    arns: [],
  };
}

const BY_METHOD: Readonly<Record<string, string>> = {
  POST: "created",
  PUT: "modified",
  PATCH: "modified",
  DELETE: "deleted",
};

/** What was done to what. Downtimes have no event of their own: the request for one tells of it. */
function what({ asset, action = "", evt, http }: Attributes): {
  type: string;
  action: string;
  ids: readonly string[];
} {
  const [, downtime, id] =
    /^\/api\/v[12]\/(downtime)s?(?:\/([^/]+))?/.exec(http?.url_details?.path ?? "") ?? [];
  if (evt?.name === "Request" && downtime !== undefined)
    return {
      type: downtime,
      action: BY_METHOD[http?.method ?? ""] ?? action,
      ids: id === undefined ? [] : [id],
    };
  return {
    type: (asset?.type ?? evt?.name ?? "").toLowerCase().replaceAll(" ", "_"),
    action,
    ids: [asset?.id, asset?.name].flatMap((each) => (each === undefined ? [] : [String(each)])),
  };
}

/** A login, as an ARN is; of a program without one, its key's id. */
function whoOf({ usr, metadata, evt }: Attributes): string {
  const login = usr?.email ?? usr?.uuid ?? usr?.id;
  if (login !== undefined) return String(login);
  const key = metadata?.api_key?.id;
  return `${evt?.actor?.type ?? "Unknown"}${key === undefined ? "" : `:${key}`}`;
}

function viaOf({ http, auth_method: method = "" }: Attributes): Via {
  const agent = http?.useragent ?? "";
  if (/terraform|opentofu/i.test(agent)) return "terraform";
  if (/session|cookie|saml|google/i.test(method) || /^Mozilla\//.test(agent)) return "console";
  return /datadog-api-client/i.test(agent) ? "sdk" : "unknown";
}
