import type { IncomingMessage } from "node:http";
import type { Call, JsonObject } from "../call";
import type { DoorRoute } from "../routes/table";
import { readFields, readQuery } from "./fields";
import { readGraphql } from "./graphql";
import { checkJsonType } from "./headers";
import { parseStrictly } from "./json";
import { readBody } from "./read-body";
import { fieldNotTaken } from "./refusals";
import type { Target } from "./target";

/** Data sets with their profiles are what is large: MLflow itself stops at 16 MiB. */
const LARGEST_BODY = 18 * 1024 * 1024;
const LARGEST_GOVERNED_BODY = 1024 * 1024;

/** All fields of the request: from the query where there is no JSON body, from the body alone where there is one. */
export async function fieldsOf(
  request: IncomingMessage,
  route: DoorRoute,
  { query }: Target,
): Promise<JsonObject> {
  if (route.body === "none" || route.body === "stream") return readQuery(query, route.fields);
  if (query.length > 0) throw fieldNotTaken(query[0]?.[0] ?? "", "in the body, not in the address");
  const largest = route.class === "governed" ? LARGEST_GOVERNED_BODY : LARGEST_BODY;
  const bytes = await readBody(request, largest);
  // The client deletes a tag of a logged model with a request without a body.
  if (bytes.length === 0) return readFields({}, route.fields);
  checkJsonType(request);
  const given = parseStrictly(bytes);
  return route.body === "graphql" ? readGraphql(given) : readFields(given, route.fields);
}

/** What a handler gets to see of a request. */
export function callOf({
  id,
  route: { id: routeId, method, path, class: routeClass, message, body },
  params,
  principal,
  fields,
}: Pick<Call, "id" | "params" | "principal"> & {
  readonly route: DoorRoute;
  readonly fields: JsonObject;
}): Call {
  const inQuery = body === "none" || body === "stream";
  return {
    id,
    route: { id: routeId, method, path, class: routeClass, ...(message && { message }) },
    params,
    query: inQuery ? asQuery(fields) : {},
    body: inQuery ? {} : fields,
    principal,
  };
}

const asQuery = (fields: JsonObject): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value]).map(String),
    ]),
  );
