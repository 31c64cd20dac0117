import { text } from "../reading";
import type { Resource } from "../resource";

/** One count that a monitor's query reads. */
export interface ReadCount {
  /** How values of one moment are put together, such as `sum`. */
  readonly aggregator: string;
  readonly metric: string;
  /** Tags it is narrowed to. */
  readonly scope: readonly string[];
  /** What is done with it, such as `as_count`; empty where nothing is. */
  readonly function: string;
}

/** A monitor's query, as far as it is put together from counts. */
export interface MonitorQuery {
  /** How values over the window are put together, such as `sum`. */
  readonly over: string;
  /** Minutes it looks back. */
  readonly windowMinutes: number;
  readonly counts: readonly ReadCount[];
}

const WHOLE = /^(\w+)\(last_(\d+)(m|h|d|w|mo)\):(.*)$/s;
const COUNT = /(\w+):([\w.]+)\{([^}]*)\}(?:\.(\w+)\(\))?/g;
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080, mo: 43_200 };

/**
 * The query of a metric monitor.
 *
 * @returns `undefined` when it is of another form
 * @throws CannotTell when it is not known
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
export function monitorQuery(monitor: Resource): MonitorQuery | undefined {
  const [, over, number, unit = "", rest = ""] = WHOLE.exec(text(monitor, "query") ?? "") ?? [];
  if (over === undefined) return undefined;
  return {
    over,
    windowMinutes: Number(number) * (MINUTES[unit] ?? 0),
    counts: [...rest.matchAll(COUNT)].map(([, aggregator = "", metric = "", scope = "", what = ""]) => ({
      aggregator,
      metric,
      scope: scope.split(","),
      function: what,
    })),
  };
}
