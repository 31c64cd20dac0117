import { dayLabels } from "./day-axis";
import { thousands } from "./numbers";

const TEXT = { color: "var(--soft)", fontSize: 12 } as const;
const LINE = { lineStyle: { color: "var(--line)" } } as const;

/** Pixels that the label of a day takes, with the space to the next. */
const LABEL_ROOM = 62;

/**
 * An axis of UTC days, without a break.
 *
 * @param days `YYYY-MM-DD`
 * @param width pixels of the axis
 * @param labelled whether the days are named below it; lines lead up from those that are, in any case
 */
export function axisOfDays(days: readonly string[], width: number, labelled: boolean) {
  const labels = new Map(
    dayLabels(days, Math.max(2, Math.floor(width / LABEL_ROOM))).map(({ index, text }) => [index, text]),
  );
  const interval = (index: number) => labels.has(index);
  return {
    type: "category" as const,
    data: [...days],
    axisLine: { ...LINE, show: labelled },
    axisTick: { show: false },
    splitLine: { ...LINE, show: true, interval },
    axisLabel: {
      ...TEXT,
      show: labelled,
      interval,
      hideOverlap: true,
      formatter: (_: string, index: number) => labels.get(index) ?? "",
    },
  };
}

/** An axis of whole numbers from nought. */
export function axisOfCounts() {
  return {
    type: "value" as const,
    min: 0,
    minInterval: 1,
    splitNumber: 3,
    splitLine: LINE,
    axisLabel: { ...TEXT, formatter: (value: number) => thousands(value) },
  };
}

/** An axis that only names its row, in which a bar is there or not. */
export function axisOfRow(name: string) {
  return {
    type: "value" as const,
    min: 0,
    max: 1,
    name,
    nameLocation: "middle" as const,
    nameRotate: 0,
    nameGap: 10,
    nameTextStyle: { ...TEXT, align: "right" as const },
    axisLabel: { show: false },
    splitLine: { show: false },
  };
}

/**
 * Bars over an axis of days, drawn as one shape each series: ten years of days stay small.
 *
 * @param values one a day
 * @param minWidth pixels a bar takes at least, where it must not get lost
 */
export function dayBars(values: readonly number[], color: string, minWidth = 0) {
  return {
    type: "bar" as const,
    large: true,
    largeThreshold: 0,
    progressive: 0,
    silent: true,
    clip: false,
    barMaxWidth: 40,
    barMinWidth: minWidth,
    barCategoryGap: values.length > 60 ? "10%" : "25%",
    itemStyle: { color },
    data: [...values],
  };
}
