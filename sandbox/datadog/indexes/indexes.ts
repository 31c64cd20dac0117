/**
 * Indexes: which logs can be searched, and by a log monitor be seen. An archive sees a log whether or not it is indexed.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/indexes/
 */
import { z } from "zod";
import { matchesLog } from "../../../logquery";
import { logQuery, readAssets } from "../asset-reading";
import type { Asset } from "../assets";
import type { ReceivedLog } from "../received-log";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `14:00` and `+02:00` as milliseconds. */
const clock = z.string().transform((text, context) => {
  const [, sign, hours, minutes] = /^([+-]?)(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined) {
    context.addIssue({ code: "custom", message: "hours and minutes, such as 14:00 or -05:00" });
    return z.NEVER;
  }
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * 60_000);
});

const index = z.looseObject({
  name: z.string(),
  filter: z.looseObject({ query: logQuery }),
  exclusion_filters: z
    .array(
      z.looseObject({
        name: z.string(),
        is_enabled: z.boolean().default(false),
        filter: z.looseObject({
          query: logQuery.prefault("*"),
          /** Share of the logs that it keeps out, 0 to 1. */
          sample_rate: z.number().min(0).max(1).default(0),
        }),
      }),
    )
    .nullish(),
  /** Logs a day. */
  daily_limit: z.number().int().min(0).nullish(),
  daily_limit_reset: z.looseObject({ reset_time: clock, reset_utc_offset: clock }).nullish(),
});
export type Index = z.infer<typeof index>;

/** The indexes in their order. Error: the user fault `assets-not-playable`. */
export const readIndexes = (assets: readonly Asset[]): readonly Index[] =>
  readAssets("logs index", assets, index);

/** The vendor's day begins at 14:00 UTC unless an index says otherwise. */
const USUAL_RESET = { reset_time: 14 * HOUR_MS, reset_utc_offset: 0 };

/** What became of a log: in an index, or why not; and the index that it was offered to. */
interface Indexing {
  readonly outcome: "indexed" | "excluded" | "over the daily quota" | "no index matches";
  readonly index?: string;
}

export interface IndexStatus {
  readonly name: string;
  readonly indexed: number;
  /** Kept out by exclusion filters. */
  readonly excluded: number;
  readonly overQuota: number;
}

interface Counts {
  indexed: number;
  excluded: number;
  overQuota: number;
  /** Logs let in on the quota's day, and which day that is. */
  quota: { day: number; used: number };
}

/** The indexes of an organisation in their order, and what is in them. */
export class Indexes {
  private indexes: readonly Index[] = [];
  private readonly counts = new Map<string, Counts>();
  private readonly logs: { readonly index: string; readonly log: ReceivedLog }[] = [];

  /** @param random decides about logs that an exclusion filter samples; from 0 to below 1 */
  constructor(
    private readonly now: () => Date,
    private readonly random: () => number = Math.random,
  ) {}

  /** Takes these from now on; what is indexed stays. */
  configure(indexes: readonly Index[]): void {
    this.indexes = indexes;
  }

  /** Offers the log to the first index that matches, and to no other. */
  accept(log: ReceivedLog): Indexing {
    const taker = this.indexes.find(({ filter }) => matchesLog(filter.query, log));
    if (!taker) return { outcome: "no index matches" };
    const index = taker.name;
    const counts = this.countsOf(index);
    if (this.isExcluded(taker, log)) {
      counts.excluded++;
      return { index, outcome: "excluded" };
    }
    if (this.isOverQuota(taker, counts)) {
      counts.overQuota++;
      return { index, outcome: "over the daily quota" };
    }
    counts.indexed++;
    this.logs.push({ index, log });
    return { index, outcome: "indexed" };
  }

  /** Logs of an index, or of all of them (`*`). */
  search(name: string): readonly ReceivedLog[] {
    return this.logs.filter(({ index: each }) => name === "*" || each === name).map(({ log }) => log);
  }

  status(): readonly IndexStatus[] {
    return this.indexes.map(({ name }) => {
      const { indexed, excluded, overQuota } = this.countsOf(name);
      return { name, indexed, excluded, overQuota };
    });
  }

  /** Of the exclusion filters the first that is on and matches decides alone. */
  private isExcluded({ exclusion_filters }: Index, log: ReceivedLog): boolean {
    const first = exclusion_filters?.find(
      ({ is_enabled, filter }) => is_enabled && matchesLog(filter.query, log),
    );
    return first !== undefined && this.random() < first.filter.sample_rate;
  }

  private isOverQuota({ daily_limit, daily_limit_reset }: Index, { quota }: Counts): boolean {
    if (daily_limit === undefined || daily_limit === null) return false;
    const { reset_time, reset_utc_offset } = daily_limit_reset ?? USUAL_RESET;
    const day = Math.floor((this.now().getTime() + reset_utc_offset - reset_time) / DAY_MS);
    if (quota.day !== day) Object.assign(quota, { day, used: 0 });
    return quota.used++ >= daily_limit;
  }

  private countsOf(name: string): Counts {
    const known = this.counts.get(name);
    if (known) return known;
    const counts = { indexed: 0, excluded: 0, overQuota: 0, quota: { day: NaN, used: 0 } };
    this.counts.set(name, counts);
    return counts;
  }
}
