import type { EChartsOption } from "echarts";
import { Eta } from "eta";

/** What the charting library is told to draw. Colours are the page's variables: `var(--chart-1)`. */
export type ChartOption = EChartsOption;

/** A chart as a page shows it. */
export interface Chart {
  /** What it shows and its extremes, for those who do not see it; the numbers stand in a table beside it. */
  readonly label: string;
  /** Pixels. */
  readonly height: number;
  /** What to draw on so many pixels of width. */
  readonly option: (width: number) => ChartOption;
}

/** Drawn for a window and for a telephone: on a picture that only shrinks no text can be read there. */
const SIZES = [
  { name: "wide", width: 960 },
  { name: "narrow", width: 360 },
] as const;

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });

/**
 * Draws a chart as static SVG, without script, styles or ids. Equal input gives equal bytes. The library is loaded with
 * the first chart: most commands draw none.
 */
export async function drawChart({ label, height, option }: Chart): Promise<string> {
  const { init } = await import("echarts");
  const drawn = SIZES.map(({ name, width }) => {
    const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
    try {
      chart.setOption({ animation: false, ...option(width) });
      return templates.render("./chart", {
        name,
        label,
        width,
        height,
        marks: marksOf(chart.renderToSVGString()),
      });
    } finally {
      // Its timers would keep the process alive.
      chart.dispose();
    }
  });
  return drawn.join("");
}

/** What is drawn, without what is for a page with a script: classes counted up by process, what a pointer does. */
function marksOf(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<rect [^>]*fill="none"><\/rect>/g, "")
    .replace(/ class="zr\d+-cls-\d+"| pointer-events="\w+"|font-family:[^;"]*;/g, "")
    .replace(/>\s+</g, "><")
    .trim();
}
