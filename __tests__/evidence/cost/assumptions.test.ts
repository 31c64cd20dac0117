import { assume, ASSUMPTIONS, listAssumptions, parseAssumptions } from "../../../evidence/cost/assumptions";
import { synthesize } from "../../stacks/synthesized";
import { weigh } from "./realistic-log";

describe("Assumptions that can be measured were", () => {
  const weighed = weigh(273);

  it.each([
    { name: "sentBytesPerEvent", measured: weighed.sentBytes },
    { name: "archivedBytesPerEvent", measured: weighed.archivedGzipBytes },
  ] as const)("$name is what a realistic log weighs, rounded up", ({ name, measured }) => {
    expect(ASSUMPTIONS[name].value).toBeGreaterThanOrEqual(measured);
    expect(ASSUMPTIONS[name].value).toBeLessThan(measured * 1.03);
  });
});

describe("Assumptions that the vault decides are what it has", () => {
  const { resource = {} } = synthesize().stacks["production-evidence-vault"]!;
  const keys = Object.values(resource["aws_kms_key"] ?? {});

  it.each([
    { name: "encryptionKeys", found: keys.filter((key) => key["key_usage"] !== "SIGN_VERIFY") },
    { name: "signingKeys", found: keys.filter((key) => key["key_usage"] === "SIGN_VERIFY") },
    { name: "alarms", found: Object.values(resource["aws_cloudwatch_metric_alarm"] ?? {}) },
  ] as const)("$name", ({ name, found }) => {
    expect(ASSUMPTIONS[name].value).toBe(found.length);
  });
});

describe("Assumptions can be changed by name", () => {
  it("and the others stay", () => {
    const changed = parseAssumptions(["queriesPerMonth=40", "indexedShare=0.25"]);
    expect(changed).toEqual({ queriesPerMonth: 40, indexedShare: 0.25 });
    expect(assume(changed)).toEqual({ ...assume(), ...changed });
  });

  it("and each is told with value, unit and meaning", () => {
    const list = listAssumptions(assume(parseAssumptions(["recordsPerDay=0"])));
    expect(list.map(({ name }) => name)).toEqual(Object.keys(ASSUMPTIONS));
    expect(list.find(({ name }) => name === "recordsPerDay")).toEqual({
      name: "recordsPerDay",
      value: 0,
      unit: "a day",
      meaning: ASSUMPTIONS.recordsPerDay.meaning,
    });
  });

  it.each([
    { change: "queriesPerWeek=40", needed: /a name of .*queriesPerMonth/ },
    { change: "queriesPerMonth", needed: /queriesPerMonth= and a number from 0/ },
    { change: "queriesPerMonth=", needed: /a number from 0/ },
    { change: "queriesPerMonth=-1", needed: /a number from 0/ },
    { change: "queriesPerMonth=many", needed: /a number from 0/ },
    { change: "queriesPerMonth=Infinity", needed: /a number from 0/ },
    { change: "queriesPerMonth=1=2", needed: /a number from 0/ },
    { change: "indexedShare=1.5", needed: /a number from 0 to 1$/m },
    { change: "archiveFlushMinutes=0", needed: /a number from 1/ },
    { change: "toString=1", needed: /a name of/ },
  ])("but $change is refused, with what is allowed", ({ change, needed }) => {
    expect(() => parseAssumptions([change])).toThrow(needed);
    expect(() => parseAssumptions([change])).toThrow(change);
  });
});
