import { readCost, restoreCost } from "../../../evidence/cost";
import { PRICES } from "../../../evidence/cost/prices";
import { RESTORE_CLASSES, RESTORE_TIERS, restorePrices } from "../../../evidence/cost/restore-prices";

const GIB = 1024 ** 3;
const amount = (storageClass: string, objects = 1_000, bytes = 10 * GIB) => ({
  storageClass,
  objects,
  bytes,
});
const reading = (...byClass: ReturnType<typeof amount>[]) =>
  readCost({ region: "eu-central-1", listRequests: 100, byClass })!;

describe("What reading once costs", () => {
  it("is what S3, KMS and the access trail bill, by hand for 1,000 objects of 10 GiB in GLACIER_IR", () => {
    const cost = reading(amount("GLACIER_IR"));
    const usd = Object.fromEntries(cost.lines.map((line) => [line.id, line.usd]));
    expect(usd).toMatchObject({
      list: expect.closeTo(0.1 * 0.0054, 10),
      get: expect.closeTo(0.012, 10),
      retrieval: expect.closeTo(10 * 0.03, 10),
      "key-requests": expect.closeTo((10 / 10_000) * 0.03, 10),
      "trail-events": expect.closeTo((1_000 / 100_000) * 0.1, 10),
      "transfer-out": expect.closeTo(10 * 0.09, 10),
    });
    expect(cost.usdToInternet - cost.usdInRegion).toBeCloseTo(0.9, 10);
    expect(cost.complete).toBe(true);
  });

  it.each([
    ["STANDARD", 0.00043],
    ["GLACIER", 0.00043],
    ["DEEP_ARCHIVE", 0.00043],
  ])("in %s has no retrieval: at most a restored copy is read", (storageClass, perThousand) => {
    const { lines } = reading(amount(storageClass));
    expect(lines.find(({ id }) => id === "get")!.usd).toBeCloseTo(perThousand, 10);
    expect(lines.some(({ id }) => id === "retrieval")).toBe(false);
  });

  it("says so where a class has no price, and leaves it out of the sum", () => {
    const cost = reading(amount("STANDARD"), amount("STANDARD_IA"));
    expect(cost.complete).toBe(false);
    expect(cost.lines.filter(({ usd }) => usd === null)).toMatchObject([
      { storageClass: "STANDARD_IA", price: null },
    ]);
    expect(Number.isNaN(cost.usdToInternet)).toBe(false);
  });

  it("is not told for a region without prices", () => {
    expect(readCost({ region: "xx-north-1", listRequests: 1, byClass: [] })).toBeUndefined();
  });
});

describe("The prices of restores", () => {
  const offered = Object.keys(PRICES.regions).flatMap((region) =>
    RESTORE_CLASSES.flatMap((storageClass) =>
      RESTORE_TIERS.map((tier) => ({ region, storageClass, tier })).filter(
        ({ tier }) => storageClass === "GLACIER" || tier !== "expedited",
      ),
    ),
  );

  it.each(offered)("$region, $storageClass, $tier: is there, with source, certainty and day", (at) => {
    const prices = restorePrices(at.region, at.storageClass, at.tier)!;
    for (const price of [prices.request, prices.retrieval]) {
      expect(price).toMatchObject({ source: "Amazon S3 pricing", basis: expect.stringMatching(/./) });
      expect(price.dateRead).toMatch(/^2026-\d\d-\d\d$/);
    }
  });

  it.each(Object.keys(PRICES.regions))("rise with speed in %s", (region) => {
    for (const storageClass of RESTORE_CLASSES) {
      const totals = RESTORE_TIERS.flatMap(
        (tier) => restoreCost(region, storageClass, tier, { objects: 1_000, bytes: GIB }, 1)?.totalUsd ?? [],
      );
      expect(totals).toEqual([...totals].sort((a, b) => a - b));
      expect(totals).toHaveLength(storageClass === "GLACIER" ? 3 : 2);
    }
  });

  it("at standard speed from DEEP_ARCHIVE are those of the one table", () => {
    const { restoreRequest, retrieval } = PRICES.regions["eu-central-1"]!;
    expect(restorePrices("eu-central-1", "DEEP_ARCHIVE", "standard")).toEqual({
      request: restoreRequest,
      retrieval: retrieval.DEEP_ARCHIVE,
    });
  });

  it("of DEEP_ARCHIVE at expedited speed do not exist: S3 does not offer it", () => {
    expect(restorePrices("eu-central-1", "DEEP_ARCHIVE", "expedited")).toBeUndefined();
  });
});
