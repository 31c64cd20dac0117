import type { Call } from "./call";

/** A physical name as a call gives it; region and account where it is an ARN that tells them. */
export interface CalledName {
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * What a call names, in all the spellings a resource may be known by: an ARN, its last parts, a bucket's name, a table
 * with its database.
 */
export function namesIn(call: Call): readonly CalledName[] {
  // An object may be called as a bucket is.
  const parameters =
    call.service === "s3" ? [call.parameters.get("bucketName") ?? []] : call.parameters.values();
  const given = [...parameters, call.arns].flat();
  const databases = call.parameters.get("databaseName") ?? [];
  const tables = ["name", "tableName", "tableInput.name", "tablesToDelete"].flatMap(
    (parameter) => call.parameters.get(parameter) ?? [],
  );
  const composed = databases.flatMap((database) => tables.map((table) => ({ name: `${database}:${table}` })));
  return [...given.flatMap(spellings), ...composed];
}

/** An ARN by itself and by the parts of its resource: `arn:aws:kms:r:a:key/1` is also `key/1` and `1`. */
function spellings(text: string): readonly CalledName[] {
  if (!text.startsWith("arn:")) return [{ name: text }];
  const [, , service = "", region = "", account = "", ...rest] = text.split(":");
  const resource = rest.join(":");
  const place = { ...(region !== "" && { region }), ...(account !== "" && { account }) };
  const [bucket = ""] = resource.split("/");
  const parts =
    service === "s3"
      ? // An object's key may end like anything.
        [bucket]
      : [
          resource,
          ...rest,
          resource.slice(resource.indexOf("/") + 1),
          resource.slice(resource.lastIndexOf("/") + 1),
        ];
  return [text, ...new Set(parts)].filter((name) => name !== "").map((name) => ({ name, ...place }));
}
