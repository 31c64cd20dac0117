/** What objectives come to, as the vendor reckons it for their history. Pure over the series and the monitors' states. */
import { parseMonitorQuery } from "../../../logquery";
import { refused } from "../api/fault";
import { list, object, text, type Json } from "../api/json";
import type { Asset } from "../assets";
import type { Series, TimeRange } from "../metrics/series";
import { measure } from "./measure";
import type { State } from "./judge";

/** A monitor's state from a moment on. */
export interface StateSince {
  readonly at: number;
  readonly state: State;
}

/** Where a history is read from. */
export interface HistorySource {
  readonly series: Series;
  /** States of a monitor in their order. */
  readonly statesOf: (monitor: string) => readonly StateSince[];
}

const SLO_TYPES: Readonly<Record<string, number>> = { monitor: 0, metric: 1 };
const MINUTE_MS = 60_000;

/**
 * The body of `GET /api/v1/slo/{id}/history`.
 * @see https://docs.datadoghq.com/api/latest/service-level-objectives/#get-an-slos-history
 * @throws ApiFault for a period that is none
 */
export function historyOf(
  slo: Asset,
  query: Readonly<Record<string, string | undefined>>,
  source: HistorySource,
): Json {
  const [from, to] = [Number(query["from_ts"] ?? NaN), Number(query["to_ts"] ?? NaN)];
  if (!(from < to)) throw refused(400, "Invalid from_ts or to_ts: from_ts must be before to_ts");
  const type = text(slo["type"]);
  const range = { from: from * 1_000, to: to * 1_000 };
  const thresholds = Object.fromEntries(
    list(slo["thresholds"]).map((each) => [text(object(each)["timeframe"]), each]),
  );
  const told =
    type === "metric" ? ofMetric(object(slo["query"]), range, source) : ofMonitors(slo, range, source);
  return {
    data: { ...{ from_ts: from, to_ts: to, type, type_id: SLO_TYPES[type], thresholds }, ...told },
    errors: null,
  };
}

function ofMetric(query: Json, range: TimeRange, { series }: HistorySource): Json {
  const [good, all] = ["numerator", "denominator"].map((part) => sumOf(text(query[part]), range, series));
  const share = good === undefined || all === undefined || all === 0 ? null : (100 * good) / all;
  return {
    overall: { name: "overall", sli_value: share, uptime: share, span_precision: 2, history: [] },
    series: {
      ...{ res_type: "time_series", resp_version: 2, interval: (range.to - range.from) / 1_000 },
      query: `${text(query["numerator"])}, ${text(query["denominator"])}`,
      times: [range.from],
      numerator: { count: 1, sum: good ?? 0, values: [good ?? 0] },
      denominator: { count: 1, sum: all ?? 0, values: [all ?? 0] },
    },
  };
}

/** A monitor's query says what its window is; an objective's has none of its own. */
function sumOf(query: string, { from, to }: TimeRange, series: Series): number | undefined {
  const minutes = Math.max(1, Math.ceil((to - from) / MINUTE_MS));
  const windowed = `sum(last_${minutes}m):${query} > 0`;
  const parsed = parseMonitorQuery(windowed);
  return parsed.kind === "metric" ? measure(parsed, query, series, to)[0]?.value : undefined;
}

const CODE: Readonly<Record<State, number>> = { OK: 0, Warn: 0, Alert: 1, "No Data": 2 };

/** Time without alert; without data counts as time without alert, which is the vendor's default. */
function ofMonitors(slo: Asset, { from, to }: TimeRange, { statesOf }: HistorySource): Json {
  const monitors = list(slo["monitor_ids"]).map(String);
  const histories = monitors.map((id) => {
    const before = statesOf(id).findLast(({ at }) => at <= from);
    const during = statesOf(id).filter(({ at }) => at > from && at < to);
    return [{ at: from, state: before?.state ?? ("No Data" as const) }, ...during];
  });
  const down = Math.max(0, ...histories.map((history) => downIn(history, to)));
  const share = (100 * (to - from - down)) / (to - from);
  const points = (histories[0] ?? []).map(({ at, state }) => [Math.floor(at / 1_000), CODE[state]]);
  return {
    overall: { name: "overall", sli_value: share, uptime: share, span_precision: 2, history: points },
  };
}

function downIn(history: readonly StateSince[], to: number): number {
  return history.reduce(
    (down, { at, state }, index) => down + (state === "Alert" ? (history[index + 1]?.at ?? to) - at : 0),
    0,
  );
}
