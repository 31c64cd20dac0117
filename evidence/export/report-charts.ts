import type { Art12EventType } from "../event";
import { axisOfCounts, axisOfDays, axisOfRow, dayBars, thousands, type Chart } from "../html";
import type { ReportDay } from "./report-days";

/** Events told apart by colour, from the bottom up. Every type of event is in one of them. */
export const VOLUMES: readonly {
  readonly name: string;
  readonly color: string;
  readonly types: readonly Art12EventType[];
}[] = [
  { name: "Inferences", color: "var(--chart-1)", types: ["inference"] },
  { name: "Outcomes and oversight", color: "var(--chart-2)", types: ["outcome", "oversight"] },
  { name: "Errors and input out of scope", color: "var(--chart-3)", types: ["error", "out_of_scope_input"] },
  {
    name: "Operation",
    color: "var(--chart-4)",
    types: ["config_change", "emitter_start", "emitter_stop", "emitter_heartbeat"],
  },
];

/** What stands out on a day, a row each: a few events a day would not be seen among thousands. */
const LANES: readonly {
  readonly name: string;
  readonly color: string;
  readonly count: (day: ReportDay) => number;
}[] = [
  { name: "No event", color: "var(--chart-gap)", count: ({ events }) => (events === 0 ? 1 : 0) },
  { name: "Numbers missing", color: "var(--chart-warn)", count: ({ missing }) => missing },
  { name: "Overrides", color: "var(--chart-6)", count: ({ overridden }) => overridden },
  { name: "Errors", color: "var(--chart-3)", count: typed("error") },
  { name: "Out of scope", color: "var(--chart-3)", count: typed("out_of_scope_input") },
  { name: "Settings", color: "var(--chart-5)", count: typed("config_change") },
  { name: "Starts, stops", color: "var(--chart-4)", count: typed("emitter_start", "emitter_stop") },
];

/** Pixels. Left and right are the same in all charts, so that a day stands under the same day. */
const MARGIN = { left: 118, right: 16, top: 12 };
const VOLUME_HEIGHT = 190;
const LANE = { height: 12, step: 22 };
const LABELS_HEIGHT = 30;

/** Events per day, and below them the days on which something stands out. */
export function daysChart(days: readonly ReportDay[]): Chart {
  const names = days.map(({ day }) => day);
  const lanes = LANES.filter(({ count }) => days.some((day) => count(day) > 0));
  const below = MARGIN.top + VOLUME_HEIGHT + 16;
  const { left, right } = MARGIN;
  return {
    label: `Events per UTC day: ${extremes(days)}. ${standingOut(days, lanes)}`,
    height: below + lanes.length * LANE.step + LABELS_HEIGHT,
    option: (width) => {
      const inner = width - left - right;
      return {
        grid: [
          { left, right, top: MARGIN.top, height: VOLUME_HEIGHT },
          ...lanes.map((_, row) => ({ left, right, top: below + row * LANE.step, height: LANE.height })),
        ],
        xAxis: [
          { ...axisOfDays(names, inner, lanes.length === 0), gridIndex: 0 },
          ...lanes.map((_, row) => ({
            ...axisOfDays(names, inner, row === lanes.length - 1),
            gridIndex: row + 1,
          })),
        ],
        yAxis: [
          { ...axisOfCounts(), gridIndex: 0 },
          ...lanes.map(({ name }, row) => ({ ...axisOfRow(name), gridIndex: row + 1 })),
        ],
        series: [
          ...VOLUMES.map(({ color, types }) => ({
            ...dayBars(days.map(typed(...types)), color),
            stack: "events",
            xAxisIndex: 0,
            yAxisIndex: 0,
          })),
          ...lanes.map(({ color, count }, row) => ({
            ...dayBars(
              days.map((day) => (count(day) > 0 ? 1 : 0)),
              color,
              2,
            ),
            xAxisIndex: row + 1,
            yAxisIndex: row + 1,
          })),
        ],
      };
    },
  };
}

/** Decisions that a person overrode, per day. */
export function overridesChart(days: readonly ReportDay[]): Chart {
  const counts = days.map(({ overridden }) => overridden);
  const most = counts.indexOf(counts.reduce((high, count) => Math.max(high, count), 0));
  const { left, right, top } = MARGIN;
  return {
    label: `Overrides per UTC day: at most ${counts[most]} on ${days[most]?.day}`,
    height: top + 110 + LABELS_HEIGHT,
    option: (width) => ({
      grid: { left, right, top, height: 110 },
      xAxis: axisOfDays(
        days.map(({ day }) => day),
        width - left - right,
        true,
      ),
      yAxis: axisOfCounts(),
      series: [dayBars(counts, "var(--chart-6)")],
    }),
  };
}

function extremes(days: readonly ReportDay[]): string {
  const least = days.reduce((low, day) => (day.events < low.events ? day : low));
  const most = days.reduce((high, day) => (day.events > high.events ? day : high));
  return `at most ${thousands(most.events)} on ${most.day}, at least ${thousands(least.events)} on ${least.day}`;
}

function standingOut(days: readonly ReportDay[], lanes: typeof LANES): string {
  return lanes
    .map(({ name, count }) => `${name}: on ${days.filter((day) => count(day) > 0).length} day(s).`)
    .join(" ");
}

function typed(...types: readonly Art12EventType[]) {
  return ({ by_type }: ReportDay) => types.reduce((sum, type) => sum + (by_type[type] ?? 0), 0);
}
