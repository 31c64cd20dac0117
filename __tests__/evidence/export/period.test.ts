import { parsePeriod } from "../../../evidence/export";
import { daysOf, windowDays } from "../../../evidence/export/period";

test.each([
  ["2026-11-24", "2026-11-24", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z"],
  ["2026-02-28", "2026-03-01", "2026-02-28T00:00:00.000Z", "2026-03-02T00:00:00.000Z"],
  ["2026-11-24T08:00:00Z", "2026-11-24T09:30:00Z", "2026-11-24T08:00:00.000Z", "2026-11-24T09:30:00.000Z"],
  ["2026-11-24T00:30:00+01:00", "2026-11-24", "2026-11-23T23:30:00.000Z", "2026-11-25T00:00:00.000Z"],
])("from %s to %s is [%s, %s)", (from, to, first, end) => {
  expect(parsePeriod(from, to)).toEqual({ from: first, to: end });
});

test.each([
  ["2026-02-30", "2026-03-01"],
  ["24.11.2026", "2026-11-25"],
  ["2026-11-24", "2026-11-24T21:00:00"],
  ["", "2026-11-25"],
])("from %j to %j is refused: no such date, or an instant without zone", (from, to) => {
  expect(() => parsePeriod(from, to)).toThrow(expect.objectContaining({ code: "bad-period-bound" }));
});

test.each([
  ["2026-11-24", "2026-11-23"],
  ["2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"],
])("from %s to %s is refused: it has no length", (from, to) => {
  expect(() => parsePeriod(from, to)).toThrow(expect.objectContaining({ code: "period-reversed" }));
});

test("a day more is read on either side, for late arrivals and for the chains", () => {
  const period = parsePeriod("2026-11-24T23:00:00Z", "2026-11-25T00:00:00Z");
  expect(daysOf(period)).toEqual(["2026-11-24"]);
  expect(windowDays(period)).toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
});
