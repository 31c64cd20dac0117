import { parsePeriod, stateCompleteness, type ChainTotals, type FindingCode } from "../../../evidence/export";

const PERIOD = parsePeriod("2026-11-24", "2026-11-24");
const WHOLE: ChainTotals = { emitters: 2, events: 9, missing: 0, gaps: 0, misfits: 0, untold: 0, open: 0 };
const none = () => 0;

function state(
  change: Partial<ChainTotals> = {},
  count: (...codes: FindingCode[]) => number = none,
  at = "2026-12-01T00:00:00.000Z",
) {
  return stateCompleteness({ ...WHOLE, ...change }, count, at, PERIOD);
}

test("whole sequences are said to be whole, and completeness stays unknown: an emitter may be missing", () => {
  const { holds, sequences, emitters } = state();
  expect([holds, sequences.holds, emitters.holds]).toEqual(["unknown", "yes", "unknown"]);
});

test.each<[string, Partial<ChainTotals>]>([
  ["a gap", { gaps: 1, missing: 4 }],
  ["a broken link", { misfits: 1 }],
])("with %s completeness does not hold", (_, totals) => {
  expect(state(totals)).toMatchObject({ holds: "no", sequences: { holds: "no" } });
});

test.each<[string, Partial<ChainTotals>]>([
  ["no events", { events: 0, emitters: 0 }],
  ["a start that was not seen", { untold: 1 }],
  ["an emitter that neither stopped nor went on", { open: 1 }],
])("with %s nothing is claimed about the sequences", (_, totals) => {
  expect(state(totals).sequences.holds).toBe("unknown");
});

test("with an object that could not be read nothing is claimed about the sequences", () => {
  const { sequences } = state({}, (...codes) => (codes.includes("object-unreadable") ? 1 : 0));
  expect(sequences.holds).toBe("unknown");
});

test("while events may still arrive nothing is claimed about the sequences", () => {
  expect(state({}, none, "2026-11-25T12:00:00.000Z").sequences.holds).toBe("unknown");
});
