import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { addDays, dayPrefix } from "../archive";
import { windowDays } from "../export/period";

/** What a hold is about. */
export interface HoldScope {
  readonly system: string;
  /** `[from, to)`; without `to` it goes on until the hold is released. */
  readonly period: { readonly from: string; readonly to?: string };
}

/** A part of the vault that a hold covers: keys in a range, of which perhaps only those written before a time. */
export interface Area {
  readonly name: "archive" | "late" | "checkpoints" | "records" | "timestamps" | "documentation";
  readonly prefix: string;
  /** Keys from here on; a text that starts no key but those meant. */
  readonly firstKey: string;
  /** Keys before this one. */
  readonly endKey?: string;
  /** Only versions written before this time. */
  readonly writtenBefore?: string;
}

/** What is asked of a version to tell whether it is covered. */
interface Placed {
  readonly key: string;
  readonly writtenAt: string;
}

/**
 * The parts of the vault a hold covers, all versions of all objects in them:
 *
 * - the archive's days of the period and one more on either side, as exports read them. Its objects mix the systems of
 *   the environment, and a version is held as a whole: so the others' entries in them are held as well;
 * - the late entries of the same days, which mix systems as well;
 * - the system's own checkpoints of the same days;
 * - all records, time stamps and documentation written until then, whatever they are about: what was approved, promoted
 *   or sealed before the period says what ran in it. They are few beside the log.
 *
 * The look-up index is not held: it is derived and can be made again.
 */
export function areasOf({ system, period }: HoldScope): readonly Area[] {
  const first = addDays(period.from.slice(0, 10), -1);
  const end = period.to === undefined ? undefined : dayAfter({ from: period.from, to: period.to });
  const days = (name: Area["name"], path: string): Area => ({
    name,
    prefix: `${path}/dt=`,
    firstKey: dayPrefix(path, first),
    ...(end !== undefined && { endKey: dayPrefix(path, end) }),
  });
  const writtenUntilThen = (name: "records" | "timestamps" | "documentation"): Area => ({
    name,
    prefix: `${VAULT_PREFIXES[name]}/`,
    firstKey: `${VAULT_PREFIXES[name]}/`,
    ...(end !== undefined && { writtenBefore: `${end}T00:00:00.000Z` }),
  });
  return [
    days("archive", VAULT_PREFIXES.archive),
    days("late", VAULT_PREFIXES.late),
    days("checkpoints", `${VAULT_PREFIXES.checkpoints}/${system}`),
    writtenUntilThen("records"),
    writtenUntilThen("timestamps"),
    writtenUntilThen("documentation"),
  ];
}

/** Whether a version lies in the area. */
export function covers({ prefix, firstKey, endKey, writtenBefore }: Area, version: Placed): boolean {
  return (
    version.key.startsWith(prefix) &&
    version.key >= firstKey &&
    (endKey === undefined || version.key < endKey) &&
    (writtenBefore === undefined || version.writtenAt < writtenBefore)
  );
}

/** The first UTC day that is no longer read for a period. */
function dayAfter(period: { from: string; to: string }): string {
  return addDays(windowDays(period).at(-1) as string, 1);
}
