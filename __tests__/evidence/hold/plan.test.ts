import { holdCost, type AreaPlan } from "../../../evidence/hold";
import { PRICES } from "../../../evidence/cost/prices";

const plan = (classes: Record<string, number>): AreaPlan => ({
  area: "archive",
  versions: Object.values(classes).reduce((total, count) => total + count, 0),
  bytes: 1,
  deleteMarkers: 0,
  listings: 1,
  classes,
});
const usd = (classes: Record<string, number>) =>
  holdCost([plan(classes)], "eu-central-1", "eu-west-1")?.usd ?? 0;

describe("The price of placing a hold", () => {
  it("counts listing, setting, the replica's copy and the trail, each with its source", () => {
    const lines = holdCost([plan({ STANDARD: 1000 })], "eu-central-1", "eu-west-1")?.lines ?? [];
    const { put, trailDataEvent } = PRICES.regions["eu-central-1"]!;
    const replica = PRICES.regions["eu-west-1"]!;
    const expected = [
      [1, put.usd / 1000],
      [1000, put.usd],
      [1000, replica.put.usd],
      [1000, trailDataEvent.usd / 100],
    ] as const;
    expect(lines.map(({ quantity }) => quantity)).toEqual(expected.map(([quantity]) => quantity));
    for (const [at, [, price]] of expected.entries()) expect(lines[at]?.usd).toBeCloseTo(price, 9);
    for (const { basis } of lines) expect(basis).toMatch(/assumed|reported|vendor-page/);
  });

  it("is higher where the versions are in a colder class", () => {
    expect(usd({ GLACIER_IR: 1000 })).toBeGreaterThan(usd({ STANDARD: 1000 }));
    expect(usd({ DEEP_ARCHIVE: 1000 })).toBeGreaterThan(usd({ GLACIER_IR: 1000 }));
  });

  it("is not guessed for a region whose prices are not known", () => {
    expect(holdCost([plan({})], "mars-north-1", "eu-west-1")).toBeUndefined();
  });
});
