import { LOG_RETENTION, PROVISIONS } from "../../regulation";
import { any } from "../reading";
import type { Readable } from "../values";

/** The tag that names the duties a resource serves. */
const TAG = "ai-act:duties";
/** AWS forbids parentheses in tag values: `Art19(1)` stands there as `Art19-1`. */
const BY_TAG = new Map(PROVISIONS.map(({ id }) => [id.replace(/\(([^)]+)\)/g, "-$1"), id]));
const KEEPS_THE_LOG: readonly string[] = LOG_RETENTION.provisions;

/** Duties a resource says it serves, in its tags. */
export function taggedDuties(resource: Readable): readonly string[] {
  const tag = any(resource, "tags") ?? any(resource, "tags_all");
  const value = typeof tag === "object" && tag !== null ? (tag as Record<string, unknown>)[TAG] : undefined;
  return typeof value === "string" ? value.split(" ").flatMap((word) => BY_TAG.get(word) ?? []) : [];
}

/** Whether a resource says that it serves the keeping of logs. */
export const saysItKeepsTheLog = (resource: Readable): boolean =>
  taggedDuties(resource).some((duty) => KEEPS_THE_LOG.includes(duty));
