import { UserError } from "../../../errors";
import { bindQuery } from "../../../evidence/queries";
import { question } from "./answers";
import { DAY, INCIDENT, QUESTIONS } from "./corpus";

const PERIOD = { from: DAY.first, to: DAY.second };

/** Binds a question; `null` leaves a parameter out. */
function bind(name: string, more: Record<string, string | null> = {}) {
  const all = Object.entries({ ...PERIOD, ...QUESTIONS[name], ...more });
  const given = Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== null));
  return bindQuery(question(name), given);
}

function problems(name: string, more: Record<string, string | null>) {
  try {
    bind(name, more);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("The period of a question", () => {
  it("becomes bounds on the archive's days, one more on either side", () => {
    const { days, values } = bind("system-events");
    expect(days).toEqual(["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"]);
    expect(values).toEqual([
      "20260309",
      "20260312",
      "credit-scoring",
      "2026-03-10T00:00:00.000Z",
      "2026-03-12T00:00:00.000Z",
    ]);
  });

  it("may be given to the instant, in any zone; the days are those of UTC", () => {
    const { period, values } = bind("damaged-lines", {
      from: "2026-03-10T00:30:00+02:00",
      to: "2026-03-10T12:00:00Z",
    });
    expect(period).toEqual({ from: "2026-03-09T22:30:00.000Z", to: "2026-03-10T12:00:00.000Z" });
    expect(values).toEqual(["20260308", "20260311"]);
  });

  it.each(["from", "to"])("is needed: without %s a question is refused before anything is read", (name) => {
    expect(problems("system-events", { [name]: null })).toEqual([
      expect.objectContaining({
        code: "parameter-missing",
        where: `--param ${name}`,
        needed: expect.stringContaining("not the whole retention"),
      }),
    ]);
  });

  it.each([
    { from: "2026-02-30", code: "bad-period-bound" },
    { from: "yesterday", code: "bad-period-bound" },
    { from: "10.03.2026", code: "bad-period-bound" },
    { from: "2026-03-10T08:00:00", code: "bad-period-bound" },
    { from: "2026-03-10' OR '1'='1", code: "bad-period-bound" },
    { from: "", code: "bad-period-bound" },
    { from: "2026-03-12", code: "period-reversed" },
    { from: "2026-03-12T00:00:00Z", code: "period-reversed" },
    { from: "1026-03-10", code: "period-too-long" },
  ])("is refused when it begins with '$from'", ({ from, code }) => {
    expect(problems("system-events", { from })).toMatchObject([
      { code, where: expect.stringContaining("--param") },
    ]);
  });
});

describe("A parameter is refused with what is needed and an example", () => {
  it.each([
    { query: "system-events", name: "system", value: "credit' OR '1'='1" },
    { query: "system-events", name: "system", value: "credit-scoring; DROP TABLE art12_archive" },
    { query: "system-events", name: "system", value: "credit-scoring\n" },
    { query: "system-events", name: "system", value: "" },
    { query: "event-chain", name: "event", value: "1" },
    { query: "event-chain", name: "event", value: "01939D00-0000-7000-8000-000000000001" },
    { query: "input-events", name: "digest", value: "ab" },
    { query: "case-events", name: "digest", value: `${"ab".repeat(32)}'` },
    { query: "model-version-events", name: "version", value: "credit-model" },
    { query: "model-version-events", name: "version", value: "credit-model:0" },
    { query: "unregistered-versions", name: "registered", value: "credit-model:3, credit-model:4" },
    { query: "unregistered-versions", name: "registered", value: "credit-model:3," },
  ])("$query $name=$value", ({ query, name, value }) => {
    expect(problems(query, { [name]: value })).toEqual([
      expect.objectContaining({
        code: "parameter-invalid",
        where: `--param ${name}`,
        given: JSON.stringify(value),
        fix: expect.stringContaining("write it like"),
      }),
    ]);
  });

  it("an instant that is none, and one outside the period", () => {
    expect(problems("incident-window", { incident: "noon" })).toMatchObject([{ code: "bad-period-bound" }]);
    expect(problems("incident-window", { incident: "2026-05-01T00:00:00Z" })).toMatchObject([
      { code: "instant-outside-period", where: "--param incident" },
    ]);
    expect(bind("incident-window").values[0]).toBe(INCIDENT);
  });

  it("one that the query does not know, with the nearest that it does", () => {
    expect(problems("system-events", { sytem: "x" })).toMatchObject([
      { code: "parameter-unknown", where: "--param sytem", fix: expect.stringContaining("system") },
    ]);
    expect(problems("damaged-lines", { constructor: "x" })).toMatchObject([{ code: "parameter-unknown" }]);
  });
});

it("All problems are told at once, not the first only", () => {
  const all = problems("event-chain", { from: null, to: "2026-13-01", event: "?", day: "x" });
  expect(all.map(({ code }) => code)).toEqual([
    "parameter-missing",
    "bad-period-bound",
    "parameter-invalid",
    "parameter-unknown",
  ]);
});
