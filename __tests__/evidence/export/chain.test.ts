import { GENESIS, sha256Hex } from "../../../evidence/event";
import {
  ChainFollower,
  FindingLog,
  parsePeriod,
  type ChainRow,
  type EmitterChain,
} from "../../../evidence/export";

const PERIOD = parsePeriod("2026-11-24", "2026-11-24");
const digest = (sequence: number) => (sequence === 0 ? GENESIS : sha256Hex(`event ${sequence}`));

/** An event of a sound chain; the sequence number is the hour since the day before the period. */
function row(sequence: number, change: Partial<ChainRow> = {}): ChainRow {
  const time = new Date(Date.parse("2026-11-23T00:00:00Z") + sequence * 3_600_000).toISOString();
  return {
    emitter: "api.1",
    sequence,
    prev: digest(sequence - 1),
    sha256: digest(sequence),
    time,
    type: "inference",
    inPeriod: time >= PERIOD.from && time < PERIOD.to,
    ...change,
  };
}

function follow(rows: ChainRow[]) {
  const findings = new FindingLog();
  const follower = new ChainFollower(PERIOD, findings);
  const chains = [...rows.map((one) => follower.take(one)), follower.finish()].filter(
    (chain): chain is EmitterChain => chain !== undefined,
  );
  return { chains, chain: chains[0]!, totals: follower.totals, findings: findings.kept() };
}

test("a chain that enters and leaves the period between neighbours is whole", () => {
  const { chain, findings } = follow(Array.from({ length: 26 }, (_, index) => row(23 + index)));
  expect(chain).toMatchObject({ events: 24, start: "after-neighbour", end: "before-neighbour", missing: 0 });
  expect(findings).toEqual([]);
});

test("missing numbers are a gap with both its ends", () => {
  const { chain, findings } = follow([row(24), row(25), row(29)]);
  expect(chain).toMatchObject({ missing: 3, gaps: [{ after: 25, before: 29, missing: 3 }] });
  expect(findings.map(({ code }) => code)).toEqual(["chain-gap", "chain-unanchored"]);
  expect(findings[0]!.reason).toBe(
    "numbers 26 to 28 are missing, between 2026-11-24T01:00:00.000Z and 2026-11-24T05:00:00.000Z",
  );
});

test("an event lost at the edge of the period is a gap, because the neighbour outside was read", () => {
  const { chain } = follow([row(22), row(24)]);
  expect(chain).toMatchObject({ start: "after-neighbour", gaps: [{ after: 22, before: 24 }] });
});

test("of an emitter silent in the period a gap that spans it is told", () => {
  expect(follow([row(23), row(50)]).chain).toMatchObject({ events: 0, missing: 26 });
});

test("what is wrong outside the period is not told: it is another period's question", () => {
  expect(follow([row(3), row(20), row(21, { prev: digest(9) })]).chains).toEqual([]);
});

test.each<[string, ChainRow[], string]>([
  ["a replaced event", [row(24), row(25, { sha256: digest(99) }), row(26)], "chain-broken-link"],
  ["a number used twice", [row(24), row(25), row(25, { sha256: "f".repeat(64) })], "chain-out-of-order"],
  ["a first event that follows another", [row(24, { sequence: 1 })], "chain-false-start"],
])("%s is found", (_, rows, code) => {
  expect(follow(rows).findings.map((finding) => finding.code)).toContain(code);
});

test("a chain whose start is not seen is said to be untold, not whole", () => {
  const { chain, findings } = follow([row(30)]);
  expect(chain.start).toBe("untold");
  expect(findings).toMatchObject([
    { code: "chain-unanchored", reason: expect.stringContaining("number 29") },
  ]);
});

test("start and stop of an emitter are seen", () => {
  const first = row(24, { sequence: 1, prev: GENESIS, sha256: digest(1), type: "emitter_start" });
  const last = row(25, { sequence: 2, prev: digest(1), type: "emitter_stop" });
  expect(follow([first, last]).chain).toMatchObject({
    start: "first-event",
    end: "stopped",
    emitter_start_seen: true,
    emitter_stop_seen: true,
  });
});

test("each emitter has a chain of its own", () => {
  const { chains, totals } = follow([row(24), row(25), row(24, { emitter: "api.2" })]);
  expect(chains.map(({ emitter, events }) => [emitter, events])).toEqual([
    ["api.1", 2],
    ["api.2", 1],
  ]);
  expect(totals).toMatchObject({ emitters: 2, events: 3, untold: 2, open: 2 });
});
