import { axisOfDays, type Chart } from "../html";
import type { VersionUse } from "./usage";

/** Versions that the picture shows; the table has more. */
export const DRAWN_VERSIONS = 24;

/** Pixels. */
const MARGIN = { left: 16, right: 16, top: 6 };
const ROW = { step: 38, bar: 10, text: 12 };
const LABELS_HEIGHT = 30;
/** Pixels that a letter takes on average: names are cut where they would leave the picture. */
const LETTER = 6.6;

/** From when to when events name a version, a row each. */
export function versionsChart(days: readonly string[], versions: readonly VersionUse[]): Chart {
  const drawn = versions.slice(0, DRAWN_VERSIONS);
  const { left, right, top } = MARGIN;
  const height = drawn.length * ROW.step;
  return {
    label: drawn.map((use) => `${nameOf(use)}: ${use.first} to ${use.last}.`).join(" "),
    height: top + height + LABELS_HEIGHT,
    option: (width) => {
      const inner = width - left - right;
      const band = inner / days.length;
      return {
        grid: { left, right, top, height },
        xAxis: axisOfDays(days, inner, true),
        yAxis: { type: "category", inverse: true, show: false, data: drawn.map((_, row) => String(row)) },
        series: [
          {
            type: "custom",
            silent: true,
            clip: false,
            data: drawn.map((_, row) => row),
            renderItem: ({ dataIndex }) => {
              const use = drawn[dataIndex]!;
              const [from, to] = [use.first, use.last].map((time) => days.indexOf(time.slice(0, 10)));
              const y = top + dataIndex * ROW.step;
              const x = left + from! * band;
              const room = Math.floor(inner / LETTER);
              const name = shortened(nameOf(use), room);
              const free = inner - name.length * LETTER;
              return {
                type: "group",
                children: [
                  {
                    type: "text",
                    style: {
                      text: name,
                      x: Math.min(x, left + Math.max(0, free)),
                      y: y + 4,
                      fill: "var(--text)",
                      fontSize: ROW.text,
                    },
                  },
                  {
                    type: "rect",
                    shape: {
                      x,
                      y: y + 20,
                      width: Math.max(3, (to! - from! + 1) * band),
                      height: ROW.bar,
                      r: 2,
                    },
                    style: { fill: "var(--chart-1)" },
                  },
                ],
              };
            },
          },
        ],
      };
    },
  };
}

/** Without what turns the direction of text about: in a picture a name cannot be kept apart from its neighbours. */
function nameOf({ model, version, system }: VersionUse): string {
  const name = model === null ? "no model named" : `${model} ${version ?? ""}`;
  return `${name} · system ${system}`.replace(/\p{Cf}/gu, "");
}

/** Cut in the middle: names of one family differ at their ends. */
function shortened(name: string, room: number): string {
  if (name.length <= room) return name;
  const half = Math.floor((room - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}
