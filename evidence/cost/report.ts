import { declared, type Configs, type Environment, type System } from "../../configs";
import { noSystemToEstimate } from "../../errors";
import { assume, listAssumptions, type Assumptions } from "./assumptions";
import { estimateCost, type Estimate } from "./model";
import { listPrices, PRICES, PRICES_READ, type ListedPrice } from "./prices";
import { COLD_CLASSES, type StorageClass } from "./storage-class";
import { sum } from "./sum";

/** Version of the report's shape; fields may be added to it, none is renamed or taken away. */
const COST_REPORT_VERSION = "1.0.0";

/** What may be asked for instead of what the configs say. */
export interface CostOptions {
  /** @default the sum over the environment's active systems */
  readonly eventsPerDay?: number | undefined;
  /** @default "GLACIER_IR", where the vault's lifecycle moves objects to */
  readonly storageClass?: StorageClass | undefined;
  /** Those that are to be other than `ASSUMPTIONS`, or the environment's config, says. @default none */
  readonly assumptions?: Partial<Assumptions> | undefined;
}

/** The estimate of one environment with everything it rests on; what `evidence cost --json` prints. */
export interface CostReport extends Estimate {
  readonly schemaVersion: typeof COST_REPORT_VERSION;
  readonly environment: string;
  readonly currency: "USD";
  readonly pricesRead: string;
  readonly region: string;
  readonly replicaRegion: string;
  readonly retentionDays: number;
  readonly coldAfterDays: number;
  readonly storageClass: StorageClass;
  readonly eventsPerDay: number;
  /** Systems whose volumes were added up; empty where the volume was given. */
  readonly systems: readonly { readonly id: string; readonly eventsPerDay: number }[];
  readonly assumptions: ReturnType<typeof listAssumptions>;
  readonly prices: readonly ListedPrice[];
  /** What to know before the numbers are used. */
  readonly notes: readonly string[];
}

/**
 * Estimates the cost of an environment from its configs.
 *
 * @throws UserError for an unknown environment, one without a system that logs, or a region without prices
 */
export function costReport(configs: Configs, environmentId: string, options: CostOptions = {}): CostReport {
  const environment = declared("--environment", configs.environments, environmentId);
  const { storageClass = "GLACIER_IR" } = options;
  const { moveFromBytes } = environment.lifecycle;
  const assumptions = assume({ lifecycleMinimumBytes: moveFromBytes, ...options.assumptions });
  const systems = options.eventsPerDay === undefined ? loggingSystems(configs.systems, environmentId) : [];
  const eventsPerDay = options.eventsPerDay ?? sum(systems.map((system) => system.eventsPerDay));
  if (eventsPerDay === 0) throw noSystemToEstimate(environmentId);
  const place = { region: environment.aws.region, replicaRegion: environment.replica.region };
  const retentionDays = environment.retention.log.days;
  const coldAfterDays = environment.lifecycle.toGlacierInstantRetrievalAfterDays;
  const asked = { ...place, retentionDays, coldAfterDays, storageClass, eventsPerDay };
  return {
    schemaVersion: COST_REPORT_VERSION,
    environment: environmentId,
    currency: "USD",
    pricesRead: PRICES_READ,
    ...asked,
    systems,
    ...estimateCost({ ...asked, assumptions, prices: PRICES }),
    assumptions: listAssumptions(assumptions),
    prices: listPrices(PRICES, [place.region, place.replicaRegion]),
    notes: notesOn(environment, storageClass, assumptions.lifecycleMinimumBytes),
  };
}

function loggingSystems(systems: readonly System[], environmentId: string) {
  return systems
    .filter(({ status, environments }) => {
      return status === "active" && (environments === "all" || environments.includes(environmentId));
    })
    .map(({ id, volume }) => ({ id, eventsPerDay: volume.eventsPerDay }));
}

function notesOn(environment: Environment, storageClass: StorageClass, movedFrom: number): string[] {
  return [
    "An estimate from list prices: no tax, no discount, no free allowance, prices and volume as they are now for all years.",
    ...(environment.aws.emulated
      ? [
          "This environment is emulated and costs nothing: the numbers are what it would cost at AWS and Datadog.",
        ]
      : []),
    ...(storageClass !== "GLACIER_IR"
      ? [
          `The vault's lifecycle moves objects to GLACIER_IR: ${storageClass} is a what-if, not what is deployed.`,
        ]
      : []),
    ...(movedFrom !== environment.lifecycle.moveFromBytes
      ? [
          `The vault's lifecycle moves objects from ${environment.lifecycle.moveFromBytes} bytes on: ${movedFrom} is a what-if, not what is deployed.`,
        ]
      : []),
    ...(storageClass !== "STANDARD" && COLD_CLASSES[storageClass].needsRestore
      ? [
          `Datadog cannot rehydrate from ${storageClass}, and a query reads nothing there that was not restored first.`,
        ]
      : []),
  ];
}
