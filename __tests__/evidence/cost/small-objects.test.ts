import { KIB } from "../../../evidence/cost/price";
import { PRICES } from "../../../evidence/cost/prices";
import type { CostInput } from "../../../evidence/cost/situation";
import type { Advice } from "../../../evidence/cost/small-objects";
import { lineUsd, tenDays } from "./case";

const TEN_YEARS = { retentionDays: 3653, coldAfterDays: 30 };
const STAYING: Record<string, number> = {
  "eu-central-1.storage.STANDARD": 5,
  "eu-central-1.storage.GLACIER_IR": 1,
};

function vaultAdvice(
  bytes: number,
  { prices = STAYING, lifecycleMinimumBytes = 128 * KIB, input = TEN_YEARS as Partial<CostInput> } = {},
) {
  const { smallObjects } = tenDays(prices, { archivedBytesPerEvent: bytes, lifecycleMinimumBytes }, input);
  return smallObjects.copies.find(({ copy }) => copy === "vault");
}

describe("From which size on moving an object pays", () => {
  it("is the minimum size times the ratio of the prices, where only storage costs", () => {
    expect(vaultAdvice(1)?.breakEvenBytes).toBeCloseTo((128 * KIB) / 5, 6);
  });

  it("is more with a charge for each move", () => {
    const prices = { ...STAYING, "eu-central-1.transition.GLACIER_IR": 0.1 };
    const life = (3653 - 30) / 30.4375;
    const moveInBytes = 0.0001 / ((5 * life) / 1024 ** 3);
    expect(vaultAdvice(1, { prices })?.breakEvenBytes).toBeCloseTo((128 * KIB) / 5 + moveInBytes, 3);
  });

  it("can lie above the minimum size, where the object is billed as it is", () => {
    const prices = { ...STAYING, "eu-central-1.transition.GLACIER_IR": 100 };
    const life = (3653 - 30) / 30.4375;
    const moveInBytes = 0.1 / (((5 - 1) * life) / 1024 ** 3);
    expect(moveInBytes).toBeGreaterThan(128 * KIB);
    expect(vaultAdvice(1, { prices })?.breakEvenBytes).toBeCloseTo(moveInBytes, 3);
  });

  it("is the minimum size itself where the classes cost the same, and nowhere where the colder one costs more", () => {
    const same = { "eu-central-1.storage.STANDARD": 1, "eu-central-1.storage.GLACIER_IR": 1 };
    const dearer = { ...same, "eu-central-1.storage.GLACIER_IR": 2 };
    expect(vaultAdvice(1, { prices: same })?.breakEvenBytes).toBe(128 * KIB);
    expect(vaultAdvice(1, { prices: dearer })?.breakEvenBytes).toBeNull();
  });

  it("counts the 40 KB that DEEP_ARCHIVE adds", () => {
    const prices = { "eu-central-1.storage.STANDARD": 5, "eu-central-1.storage.DEEP_ARCHIVE": 1 };
    const input = { ...TEN_YEARS, storageClass: "DEEP_ARCHIVE" as const };
    expect(vaultAdvice(1, { prices, input })?.breakEvenBytes).toBeCloseTo(((32 * 1 + 8 * 5) / 4) * KIB, 3);
  });

  it("counts the reads of the vault, and none of the replica", () => {
    const prices = { ...STAYING, "eu-west-1.storage.STANDARD": 5, "eu-west-1.storage.GLACIER_IR": 1 };
    const retrieval = {
      ...prices,
      "eu-central-1.retrieval.GLACIER_IR": 1,
      "eu-west-1.retrieval.GLACIER_IR": 1,
    };
    const reading = { archivedBytesPerEvent: 1, queriesPerMonth: 20, daysPerQuery: 31 };
    const [vault, replica] = tenDays(retrieval, reading, TEN_YEARS).smallObjects.copies;
    expect(replica?.breakEvenBytes).toBeCloseTo((128 * KIB) / 5, 6);
    const life = 3653 - 30;
    const reads = ((20 * 12 * 31) / 3653) * (life / 365.25);
    const months = life / 30.4375;
    expect(vault?.breakEvenBytes).toBeCloseTo((128 * KIB * months) / (5 * months - reads), 3);
  });

  it("is about 30 KB for an unread copy at today's prices", () => {
    const [, replica] = tenDays({}, {}, { ...TEN_YEARS, prices: PRICES }).smallObjects.copies;
    expect(replica!.breakEvenBytes! / KIB).toBeGreaterThan(22);
    expect(replica!.breakEvenBytes! / KIB).toBeLessThan(40);
  });
});

describe("The advice is right on both sides of the break-even", () => {
  const BREAK_EVEN = (128 * KIB) / 5;
  const cases: { says: string; bytes: number; lifecycleMinimumBytes: number; advice: Advice }[] = [
    {
      says: "just below, left alone",
      bytes: BREAK_EVEN - 1,
      lifecycleMinimumBytes: 128 * KIB,
      advice: "stays-and-saves",
    },
    {
      says: "just above, left alone",
      bytes: BREAK_EVEN + 1,
      lifecycleMinimumBytes: 128 * KIB,
      advice: "stays-and-loses",
    },
    { says: "just below, moved", bytes: BREAK_EVEN - 1, lifecycleMinimumBytes: 0, advice: "moves-and-loses" },
    { says: "just above, moved", bytes: BREAK_EVEN + 1, lifecycleMinimumBytes: 0, advice: "moves-and-saves" },
  ];

  it.each(cases)("$says: $advice", ({ bytes, lifecycleMinimumBytes, advice }) => {
    expect(vaultAdvice(bytes, { lifecycleMinimumBytes })?.advice).toBe(advice);
  });

  it.each([BREAK_EVEN / 2, BREAK_EVEN * 2])(
    "and what it promises for %d bytes is what the bill then shows",
    (bytes) => {
      const billed = (lifecycleMinimumBytes: number) => {
        const estimate = tenDays(STAYING, { archivedBytesPerEvent: bytes, lifecycleMinimumBytes }, TEN_YEARS);
        return estimate.totalUsd + estimate.afterwards.usd;
      };
      const saved = billed(128 * KIB) - billed(0);
      expect(vaultAdvice(bytes)?.movingSavesUsd).toBeCloseTo(saved, 6);
    },
  );

  it.each([
    { says: "STANDARD was asked for", input: { ...TEN_YEARS, storageClass: "STANDARD" as const } },
    { says: "retention ends before the move", input: { retentionDays: 20, coldAfterDays: 30 } },
  ])("there is none where $says", ({ input }) => {
    expect(tenDays(STAYING, {}, input).smallObjects.copies).toEqual([]);
  });
});

describe("What the size of the objects costs has a line of its own", () => {
  const effect = (bytes: number, lifecycleMinimumBytes: number) => {
    const estimate = tenDays(STAYING, { archivedBytesPerEvent: bytes, lifecycleMinimumBytes });
    return { usd: estimate.smallObjects.usdByYear.reduce((total, usd) => total + usd, 0), estimate };
  };
  const gigabyteMonths = (bytes: number) => (96 * 18 * bytes) / 1024 ** 3 / 30.4375;

  it("that is the difference of the classes where they stay in STANDARD", () => {
    expect(effect(64 * KIB, 128 * KIB).usd).toBeCloseTo(gigabyteMonths(64 * KIB) * (5 - 1), 10);
  });

  it("that is what is billed above their size where they move", () => {
    const { usd, estimate } = effect(64 * KIB, 0);
    expect(usd).toBeCloseTo(gigabyteMonths(64 * KIB), 10);
    expect(lineUsd(estimate, "storage-vault-cold")).toBeCloseTo(2 * usd, 10);
  });

  it("that is nothing for large ones", () => {
    expect(effect(256 * KIB, 128 * KIB).usd).toBeCloseTo(0, 10);
  });
});
