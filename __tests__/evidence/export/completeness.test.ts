import {
  parsePeriod,
  stateCompleteness,
  type ChainTotals,
  type CompletenessFacts,
  type FindingCode,
} from "../../../evidence/export";

const PERIOD = parsePeriod("2026-11-24", "2026-11-24");
const WHOLE: ChainTotals = { emitters: 2, events: 9, missing: 0, gaps: 0, misfits: 0, untold: 0, open: 0 };
const CHECKPOINTS = {
  ...{ emitters: 2, lostEmitters: 0, lostEnds: 0, replaced: 0, without: 0, open: 0 },
  ...{ stored: 6, unsound: 0, judged: true },
};
const NO_CHECKPOINT = { ...CHECKPOINTS, emitters: 0, stored: 0, judged: false };
const EMITTERS = { days: 1, silentDays: 0, silent: [] };
const COUNT = {
  ...{ source: "a load balancer", unit: "inferences" as const, intervals: 1, counted: 5 },
  ...{ missing: 0, exceeding: 0, coversPeriod: true },
};
const none = () => 0;

interface Change extends Partial<Omit<CompletenessFacts, "totals" | "witnesses" | "clocks">> {
  readonly totals?: Partial<ChainTotals>;
  readonly checkpoints?: Partial<typeof CHECKPOINTS>;
  readonly emitters?: { days: number; silentDays: number; silent: string[] } | undefined;
  readonly countedBy?: Partial<typeof COUNT>;
  readonly clocks?: Partial<CompletenessFacts["clocks"]>;
  readonly silences?: Partial<CompletenessFacts["witnesses"]["silences"]>;
}

/** The statement about a whole log of two emitters, with all witnesses but the count, but for what is changed. */
function state({ totals, checkpoints, countedBy, clocks, silences, ...change }: Change = {}) {
  return stateCompleteness({
    totals: { ...WHOLE, ...totals },
    count: none,
    createdAt: "2026-12-01T00:00:00.000Z",
    period: PERIOD,
    ...change,
    witnesses: {
      checkpoints: { ...CHECKPOINTS, ...checkpoints },
      emitters: "emitters" in change ? change.emitters : EMITTERS,
      count: countedBy && { ...COUNT, ...countedBy },
      backwards: clocks?.backwards ?? 0,
      silences: { emitters: 2, silences: 0, dropped: 0, ...silences },
    },
    clocks: { ahead: 0, late: 0, latePath: 0, backwards: 0, ...clocks },
  });
}

test.each<[string, number, Change]>([
  ["sequences alone", 1, { checkpoints: NO_CHECKPOINT }],
  ["a count, but no checkpoint", 1, { checkpoints: NO_CHECKPOINT, countedBy: {} }],
  ["checkpoints", 2, {}],
  ["checkpoints and a count", 3, { countedBy: {} }],
])("with %s the level is %s", (_, level, change) => {
  expect(state(change).level).toBe(level);
});

test.each([2, 3])(
  "at level %s, with all expected emitters and clocks that fit, completeness holds",
  (level) => {
    const { holds, because } = state(level === 3 ? { countedBy: {} } : {});
    expect(holds).toBe("yes");
    expect(because).toMatch(new RegExp(`^as far as level ${level} shows: `));
  },
);

test.each<[string, Change, string]>([
  ["a gap", { totals: { gaps: 1, missing: 4 } }, "sequences"],
  ["a broken link", { totals: { misfits: 1 } }, "sequences"],
  ["an emitter lost whole", { checkpoints: { lostEmitters: 1 } }, "checkpoints"],
  ["a chain cut off", { checkpoints: { lostEnds: 1 } }, "checkpoints"],
  ["a replaced event", { checkpoints: { replaced: 1 } }, "checkpoints"],
  ["a silent emitter", { emitters: { days: 1, silentDays: 1, silent: ["x"] } }, "emitters"],
  ["fewer events than were counted", { countedBy: { missing: 1 } }, "independent_count"],
])("with %s completeness does not hold, and the gap is named", (_, change, claim) => {
  const stated = state(change);
  expect(stated).toMatchObject({ holds: "no", [claim]: { holds: "no" } });
  expect(stated.because).toMatch(/^gaps: /);
});

test.each<[string, Change, string]>([
  ["no events", { totals: { events: 0, emitters: 0 } }, "sequences"],
  ["a start that was not seen", { totals: { untold: 1 } }, "sequences"],
  ["an emitter that neither stopped nor went on", { totals: { open: 1 } }, "sequences"],
  ["a period that is not over", { createdAt: "2026-11-25T12:00:00.000Z" }, "sequences"],
  ["no checkpoint", { checkpoints: NO_CHECKPOINT }, "checkpoints"],
  ["checkpoints and no key ring", { checkpoints: { judged: false } }, "checkpoints"],
  ["a checkpoint that may not be relied on", { checkpoints: { unsound: 1 } }, "checkpoints"],
  ["only such checkpoints", { checkpoints: { emitters: 0, unsound: 6 } }, "checkpoints"],
  ["an emitter without a checkpoint", { checkpoints: { without: 1 } }, "checkpoints"],
  ["an emitter without a last checkpoint", { checkpoints: { open: 1 } }, "checkpoints"],
  ["no declared emitters", { emitters: undefined }, "emitters"],
  ["more events than were counted", { countedBy: { exceeding: 1 } }, "independent_count"],
  ["a count of a part of the period", { countedBy: { coversPeriod: false } }, "independent_count"],
  ["events archived late", { clocks: { late: 3 } }, "clocks"],
  ["an emitter silent for longer than its heartbeats allow", { silences: { silences: 1 } }, "emitters"],
  ["events that an emitter could not write", { silences: { dropped: 1 } }, "sequences"],
])("with %s it cannot be told, and is never said to hold", (_, change, claim) => {
  const stated = state(change);
  expect(stated).toMatchObject({ holds: "unknown", [claim]: { holds: "unknown" } });
  expect(stated.because).toMatch(/^cannot tell, because /);
});

test.each<[string, Change]>([
  ["ahead", { clocks: { ahead: 1 } }],
  ["going backwards", { clocks: { backwards: 1 } }],
])("with a clock %s it cannot be told which events belong to the period", (_, change) => {
  expect(state(change)).toMatchObject({ holds: "unknown", clocks: { holds: "no" } });
});

test.each<[FindingCode, string]>([
  ["object-unreadable", "sequences"],
  ["checkpoint-unreadable", "checkpoints"],
])("after the finding %s nothing is claimed about %s", (code, claim) => {
  const count = (...codes: FindingCode[]) => (codes.includes(code) ? 1 : 0);
  expect(state({ count })).toMatchObject({ holds: "unknown", [claim]: { holds: "unknown" } });
});

test("events that came by the late path leave it whole, and are told", () => {
  const { clocks, holds } = state({ clocks: { latePath: 7 } });
  expect([clocks.holds, holds]).toEqual(["yes", "yes"]);
  expect(clocks.because).toContain("7 event(s) came by that path");
});

test("of a gap it is told how much of it the emitters counted themselves", () => {
  const { sequences } = state({ totals: { gaps: 1, missing: 4 }, silences: { dropped: 4 } });
  expect(sequences.because).toContain("they could not write 4 event(s)");
});

test("while expected emitters were silent no level holds", () => {
  expect(state({ emitters: { days: 1, silentDays: 1, silent: ["x"] } }).level).toBe(0);
});
