import type { EventStore } from "./event-store";
import type { DayCount } from "./manifest";
import type { Period } from "./period";
import { dayCounts } from "./day-counts";
import { DAY_COUNTS, OVERRIDES, VERSIONS } from "./queries";

/** A combination of versions that events name. */
export interface VersionUse {
  readonly system: string;
  /** Name, registered version and MLflow run of the model; null where the events have no model. */
  readonly model: string | null;
  readonly version: string | null;
  readonly run: string | null;
  readonly events: number;
  readonly first: string;
  readonly last: string;
}

/** Decisions a person overrode on one UTC day, for one coded reason. */
export interface Overrides {
  readonly day: string;
  readonly reason: string;
  readonly events: number;
}

/** Counts over the events of a bundle, from its Parquet file. */
export interface Usage {
  readonly days: readonly DayCount[];
  readonly versions: readonly VersionUse[];
  readonly overrides: readonly Overrides[];
}

/** Counts days, versions and overrides. */
export async function countUsage(store: EventStore, parquet: string, period: Period): Promise<Usage> {
  const days = await store.query(parquet, DAY_COUNTS);
  const versions = await store.query(parquet, VERSIONS);
  const overrides = await store.query(parquet, OVERRIDES);
  return {
    days: dayCounts(
      period,
      days.map(([day, type, events]) => [String(day), String(type), Number(events)] as const),
    ),
    versions: versions.map(([system, model, version, run, events, first, last]) => ({
      system: String(system),
      model: model as string | null,
      version: version as string | null,
      run: run as string | null,
      events: Number(events),
      first: String(first),
      last: String(last),
    })),
    overrides: overrides.map(([day, reason, events]) => ({
      day: String(day),
      reason: String(reason),
      events: Number(events),
    })),
  };
}
