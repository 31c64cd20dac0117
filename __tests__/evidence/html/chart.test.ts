import { axisOfCounts, axisOfDays, axisOfRow, dayBars, drawChart } from "../../../evidence/html";

const DAYS = Array.from({ length: 400 }, (_, index) =>
  new Date(Date.parse("2025-10-01T00:00:00Z") + index * 86_400_000).toISOString().slice(0, 10),
);

/** Bars over days, as large as asked. */
function chart(days: readonly string[], label = "Events per day") {
  return drawChart({
    label,
    height: 200,
    option: (width) => ({
      grid: { left: 60, right: 10, top: 10, height: 150 },
      xAxis: axisOfDays(days, width - 70, true),
      yAxis: axisOfCounts(),
      series: [
        dayBars(
          days.map((_, index) => index % 7),
          "var(--chart-1)",
        ),
      ],
    }),
  });
}

/** What stands at the axes, by size. */
const textsOf = (svg: string): string[][] =>
  svg.split("<svg").slice(1).map((one) => [...one.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!)); // prettier-ignore

test("a chart is drawn for a window and for a telephone, and says to those who do not see it what it shows", async () => {
  const drawn = await chart(DAYS, `at most "7"`);
  const heads = [...drawn.matchAll(/<svg[^>]*>/g)].map(([head]) => head);
  expect(heads).toEqual([
    '<svg class="wide" role="img" aria-label="at most &quot;7&quot;" viewBox="0 0 960 200">',
    '<svg class="narrow" role="img" aria-label="at most &quot;7&quot;" viewBox="0 0 360 200">',
  ]);
});

test("equal input gives equal bytes, however many charts were drawn before", async () => {
  const first = await chart(DAYS);
  await chart(DAYS.slice(0, 3));
  expect(await chart(DAYS)).toBe(first);
});

test("a chart takes its colours from the page, and brings neither script nor styles nor ids", async () => {
  const drawn = await chart(DAYS);
  expect(drawn).toContain('fill="var(--chart-1)"');
  expect(drawn).not.toMatch(/#[0-9a-f]{3,8}\b|<style|<script|\bid=|\bclass="zr|https?:/i);
});

test("a bar stands for each day, of ten years too", async () => {
  const days = Array.from({ length: 3_650 }, (_, index) =>
    new Date(Date.parse("2025-10-01T00:00:00Z") + index * 86_400_000).toISOString().slice(0, 10),
  );
  const bars = /<path d="([^"]*)" fill="var\(--chart-1\)"/.exec(await chart(days))?.[1] ?? "";
  expect(bars.match(/M/g)).toHaveLength(days.length);
});

test.each([
  ["a few days: each", DAYS.slice(0, 3), ["1 Oct", "2 Oct", "3 Oct"]],
  ["a month: Mondays", DAYS.slice(0, 30), ["6 Oct", "13 Oct", "20 Oct", "27 Oct"]],
  ["half a year: first days of months", DAYS.slice(0, 180), ["Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026"]],
])("days are named as there is room: %s", async (_, days, named) => {
  const [wide] = textsOf(await chart(days));
  expect(wide).toEqual(expect.arrayContaining(named));
  expect(wide!.filter((text) => /[a-z]/.test(text))).toEqual(named);
}); // prettier-ignore

test("on a telephone fewer days are named", async () => {
  const named = textsOf(await chart(DAYS)).map((texts) => texts.filter((text) => /[a-z]/.test(text)));
  expect(named.map((texts) => texts.length)).toEqual([14, 2]);
  expect(named[1]).toEqual(["Jan 2026", "Jul 2026"]);
});

test("a row of marks shows where something is, however small its share", async () => {
  const drawn = await drawChart({
    label: "Errors",
    height: 40,
    option: () => ({
      grid: { left: 80, right: 10, top: 10, height: 12 },
      xAxis: axisOfDays(DAYS, 270, false),
      yAxis: axisOfRow("Errors"),
      series: [
        dayBars(
          DAYS.map((_, index) => (index === 200 ? 1 : 0)),
          "var(--chart-3)",
          2,
        ),
      ],
    }),
  });
  const [wide] = textsOf(drawn);
  expect(wide).toContain("Errors");
  const marks = /<path d="([^"]*)" fill="var\(--chart-3\)"/.exec(drawn)?.[1] ?? "";
  const seen = [...marks.matchAll(/l([\d.]+) 0l0 (-?[\d.]+)/g)].filter(([, , height]) => Number(height) !== 0);
  expect(seen).toHaveLength(1);
  expect(Number(seen[0]![1])).toBeGreaterThanOrEqual(2);
}); // prettier-ignore
