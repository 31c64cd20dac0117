import { afterwardsOf, type Afterwards } from "./afterwards";
import { DATADOG_LINES } from "./datadog-lines";
import type { Line } from "./line";
import { situationOf, yearsOf, type CostInput, type Situation, type Year } from "./situation";
import { adviseOnSize, sizeEffectUsd, type CopyAdvice } from "./small-objects";
import { STORAGE_LINES } from "./storage-lines";
import { sum } from "./sum";
import { USE_LINES } from "./use-lines";

const LINES: readonly Line[] = [...STORAGE_LINES, ...USE_LINES, ...DATADOG_LINES];

/** One line of the bill over the years. */
export interface BilledLine {
  readonly id: string;
  readonly title: string;
  readonly usdByYear: readonly number[];
  readonly usd: number;
}

/** One year of the bill. */
export interface BilledYear {
  readonly year: number;
  readonly days: number;
  readonly events: number;
  /** Bytes of the archive in the vault at its end, and as many in the replica. */
  readonly storedBytes: number;
  readonly usd: number;
}

/** What keeping a log costs, estimated. Dollars are US dollars. */
export interface Estimate {
  readonly years: readonly BilledYear[];
  readonly lines: readonly BilledLine[];
  readonly totalUsd: number;
  readonly usdPerMillionEvents: number;
  /** Keeping what these years wrote until its own retention ends: no new entries, no reads. */
  readonly afterwards: Afterwards;
  readonly smallObjects: {
    readonly objectsPerDay: number;
    readonly averageObjectBytes: number;
    /** Class they end in. */
    readonly endsIn: CostInput["storageClass"];
    /** Part of the storage lines that is there because objects are small. */
    readonly usdByYear: readonly number[];
    readonly copies: readonly CopyAdvice[];
  };
}

/**
 * Estimates what a log costs from its first day until the first entries expire. Pure: the same input gives the same
 * numbers.
 *
 * @throws UserError for a region without prices
 */
export function estimateCost(input: CostInput): Estimate {
  const situation = situationOf(input);
  const years = yearsOf(input.retentionDays);
  const lines = LINES.map(({ id, title, usd }) => {
    const usdByYear = years.map((year) => usd(situation, year));
    return { id, title, usdByYear, usd: sum(usdByYear) };
  });
  const totalUsd = sum(lines.map(({ usd }) => usd));
  return {
    years: years.map((year, index) =>
      billedYear(situation, year, sum(lines.map((line) => line.usdByYear[index]!))),
    ),
    lines,
    totalUsd,
    usdPerMillionEvents: totalUsd / ((input.eventsPerDay * input.retentionDays) / 1e6),
    afterwards: afterwardsOf(situation),
    smallObjects: {
      objectsPerDay: situation.objectsPerDay,
      averageObjectBytes: situation.objectBytes,
      endsIn: situation.coldClass ?? "STANDARD",
      usdByYear: years.map((year) => sizeEffectUsd(situation, year)),
      copies: adviseOnSize(situation),
    },
  };
}

function billedYear({ input, bytesPerDay }: Situation, { number, days, to }: Year, usd: number): BilledYear {
  return { year: number, days, events: input.eventsPerDay * days, storedBytes: bytesPerDay * to, usd };
}
