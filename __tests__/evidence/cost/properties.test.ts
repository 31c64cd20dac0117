import fc from "fast-check";
import { assume, ASSUMPTIONS, type AssumptionName } from "../../../evidence/cost/assumptions";
import { estimateCost, type Estimate } from "../../../evidence/cost/model";
import { PRICES } from "../../../evidence/cost/prices";
import { type CostInput } from "../../../evidence/cost/situation";
import { STORAGE_CLASSES } from "../../../evidence/cost/storage-class";
import { REPLICA, VAULT } from "./case";

const RUNS = { numRuns: 100 };

const factors = fc.record(
  Object.fromEntries(Object.keys(ASSUMPTIONS).map((name) => [name, fc.constantFrom(0, 0.1, 1, 3)])) as Record<
    AssumptionName,
    fc.Arbitrary<number>
  >,
);

const inputs: fc.Arbitrary<CostInput> = fc
  .record({
    retentionDays: fc.integer({ min: 184, max: 36_500 }),
    coldAfterDays: fc.integer({ min: 1, max: 3_650 }),
    storageClass: fc.constantFrom(...STORAGE_CLASSES),
    eventsPerDay: fc.integer({ min: 1, max: 1_000_000_000 }),
    factors,
  })
  .map(({ factors, ...input }) => ({
    ...input,
    region: VAULT,
    replicaRegion: REPLICA,
    prices: PRICES,
    assumptions: assume(
      Object.fromEntries(
        Object.entries(ASSUMPTIONS).map(([name, assumption]) => {
          const {
            value,
            minimum = 0,
            maximum = Infinity,
          }: { value: number; minimum?: number; maximum?: number } = assumption;
          const scaled = value * factors[name as AssumptionName];
          return [name, Math.min(Math.max(scaled, minimum), maximum)];
        }),
      ),
    ),
  }));

/** Numbers are compared with room for the rounding of sums. */
const notLess = (more: number, less: number) => more >= less * (1 - 1e-9);

/** The lifecycle's minimum size set aside: at that size a log that grows really costs less, which a test below shows. */
const whateverTheSize = (input: CostInput): CostInput => ({
  ...input,
  assumptions: { ...input.assumptions, lifecycleMinimumBytes: 0 },
});

function numbersIn(estimate: Estimate): number[] {
  const { smallObjects, afterwards, lines, years } = estimate;
  return [
    estimate.totalUsd,
    estimate.usdPerMillionEvents,
    afterwards.days,
    afterwards.usd,
    smallObjects.objectsPerDay,
    smallObjects.averageObjectBytes,
    ...lines.flatMap(({ usd, usdByYear }) => [usd, ...usdByYear]),
    ...years.flatMap((year) => Object.values(year) as number[]),
    ...smallObjects.copies.map(({ breakEvenBytes }) => breakEvenBytes ?? 0),
  ];
}

describe("Whatever is asked", () => {
  it("no number is missing, infinite or negative", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const estimate = estimateCost(input);
        expect(numbersIn(estimate).filter((value) => !(Number.isFinite(value) && value >= 0))).toEqual([]);
        for (const { movingSavesUsd } of estimate.smallObjects.copies)
          expect(Number.isFinite(movingSavesUsd)).toBe(true);
      }),
      RUNS,
    );
  });

  it("more entries never cost less, while they end in the same class", () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 1_000_000_000 }), (input, more) => {
        const fewer = whateverTheSize(input);
        const grown = { ...fewer, eventsPerDay: fewer.eventsPerDay + more };
        expect(notLess(estimateCost(grown).totalUsd, estimateCost(fewer).totalUsd)).toBe(true);
      }),
      RUNS,
    );
  });

  it("a longer retention never costs less", () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 4_000 }), (input, more) => {
        const longer = { ...input, retentionDays: input.retentionDays + more };
        expect(notLess(estimateCost(longer).totalUsd, estimateCost(input).totalUsd)).toBe(true);
      }),
      RUNS,
    );
  });

  it("the advice agrees with the break-even", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { averageObjectBytes, copies } = estimateCost(input).smallObjects;
        for (const { breakEvenBytes, movingSavesUsd } of copies) {
          const small = breakEvenBytes === null || averageObjectBytes < breakEvenBytes * (1 - 1e-9);
          if (small) expect(movingSavesUsd).toBeLessThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });
});

describe("The one place where a log that grows costs less", () => {
  it("is where its objects reach the size that the lifecycle moves", () => {
    const at = (eventsPerDay: number) =>
      estimateCost({
        region: VAULT,
        replicaRegion: REPLICA,
        retentionDays: 3653,
        coldAfterDays: 30,
        storageClass: "GLACIER_IR",
        eventsPerDay,
        assumptions: assume({ queriesPerMonth: 0 }),
        prices: PRICES,
      });
    const eventsAt128Kb = (128 * 1024 * 96) / ASSUMPTIONS.archivedBytesPerEvent.value;
    const below = at(Math.floor(eventsAt128Kb));
    const above = at(Math.ceil(eventsAt128Kb));
    expect(below.smallObjects.endsIn).toBe("STANDARD");
    expect(above.smallObjects.endsIn).toBe("GLACIER_IR");
    expect(above.totalUsd).toBeLessThan(below.totalUsd);
  });
});
