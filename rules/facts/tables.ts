import { createHash } from "node:crypto";
import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, isBlock, Unresolved } from "../values";
import { bucketName } from "./buckets";
import { ARCHIVE_PREFIX } from "./layout";
import { ARCHIVE_TABLE } from "./questions";

const TABLE = "aws_glue_catalog_table";

/** The table over the archive of a vault; `undefined` where there is none. */
export function archiveTableOf(set: ResourceSet, vault: Resource): Resource | undefined {
  return set
    .ofType(TABLE)
    .filter(({ stack }) => stack === vault.stack)
    .find((table) => any(table, "name") === ARCHIVE_TABLE);
}

/** Where the archive of a vault lies. */
export const archiveLocation = (vault: Resource): string => `s3://${bucketName(vault)}/${ARCHIVE_PREFIX}/`;

/**
 * A parameter of a table; its name may hold dots.
 *
 * @throws CannotTell when it is not known
 */
export function parameter(table: Resource, name: string): string | undefined {
  const all = any(table, "parameters");
  const value = isBlock(all) ? all[name] : all;
  if (value instanceof Unresolved) {
    if (value.literal !== undefined) return String(value.literal);
    throw new CannotTell(`parameters.${name} ${value.why}`);
  }
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

/** SHA-256 of a text, lower-case hex. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
