import type { DriftChange } from "./drift";
import type { Threefold } from "./plan-parts";

/** Attributes by which logs of calls name a resource. */
const PHYSICAL = [
  "id",
  "arn",
  "bucket",
  "name",
  "key_id",
  "alarm_name",
  "role",
  "rule",
  "topic_arn",
  "workgroup",
] as const;

/** One way in which a resource differs. */
export function driftChange(
  { address, type, live, recorded, declared }: Threefold,
  stack: string,
  { cause, action, paths = [] }: Pick<DriftChange, "cause" | "action"> & Partial<Pick<DriftChange, "paths">>,
): DriftChange {
  const names = [live, recorded, declared].flatMap((side) =>
    PHYSICAL.flatMap((key) => {
      const value = (side as Record<string, unknown> | undefined)?.[key];
      return typeof value === "string" && value !== "" ? [value] : [];
    }),
  );
  return {
    cause,
    address: `${stack}/${address}`,
    stack,
    type,
    action,
    physicalNames: [...new Set(names)].sort(),
    paths,
  };
}

/** A path without the positions in lists, as a config would say it. */
export const named = (path: readonly string[]): readonly string[] => path.filter((key) => !/^\d+$/.test(key));

/** The same, dotted. */
export const dotted = (path: readonly string[]): string => named(path).join(".");
