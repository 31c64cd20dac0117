import { listPrices, PRICES, PRICES_READ } from "../../../evidence/cost/prices";

const REGIONS = Object.keys(PRICES.regions);
const prices = listPrices(PRICES, REGIONS);

describe("Every price can be traced", () => {
  it.each(prices)("$id has an amount, a date, a source and a word on how sure it is", (price) => {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.dateRead).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(price.dateRead <= PRICES_READ).toBe(true);
    expect(price.source).toMatch(/^(Amazon|AWS|Datadog) .*pricing$/);
    expect(price.basis.length).toBeGreaterThan(5);
    expect(["vendor-page", "reported", "assumed"]).toContain(price.certainty);
  });

  it("every region has the same prices", () => {
    const idsOf = (region: string) =>
      listPrices(PRICES, [region])
        .map(({ id }) => id.replace(`${region}.`, ""))
        .sort();
    for (const region of REGIONS) expect(idsOf(region)).toEqual(idsOf(REGIONS[0]!));
  });

  it("a price taken over from another region is called assumed", () => {
    const takenOver = prices.filter(({ basis }) => /taken over|plus a/.test(basis));
    expect(takenOver.length).toBeGreaterThan(0);
    expect(takenOver.filter(({ certainty }) => certainty !== "assumed")).toEqual([]);
  });

  it.each(REGIONS)("in %s a colder class is cheaper to keep and dearer to read", (region) => {
    const { storage, get } = PRICES.regions[region]!;
    expect(storage.GLACIER_IR.usd).toBeLessThan(storage.STANDARD.usd);
    expect(storage.DEEP_ARCHIVE.usd).toBeLessThan(storage.GLACIER_IR.usd);
    expect(get.GLACIER_IR.usd).toBeGreaterThan(get.STANDARD.usd);
  });
});
