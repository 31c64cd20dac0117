import { yearsOf } from "../../../evidence/cost/situation";
import { lineUsd, tenDays } from "./case";

const MONTH = 30.4375;

describe("The estimate adds up", () => {
  const PRICES = {
    "eu-central-1.storage.STANDARD": 1,
    "eu-central-1.storage.GLACIER_IR": 2,
    "datadog.ingestion": 3,
  };
  const estimate = tenDays(PRICES, {}, { retentionDays: 800, coldAfterDays: 30 });

  it("over years, over lines, and to a price for a million entries", () => {
    const byYears = estimate.years.reduce((total, { usd }) => total + usd, 0);
    const byLines = estimate.lines.reduce((total, { usd }) => total + usd, 0);
    expect(byYears).toBeCloseTo(estimate.totalUsd, 6);
    expect(byLines).toBeCloseTo(estimate.totalUsd, 6);
    expect(estimate.usdPerMillionEvents).toBeCloseTo(estimate.totalUsd / ((96 * 800) / 1e6), 6);
  });

  it("and says what each year wrote and what lies there at its end", () => {
    const [first, second, third] = estimate.years;
    expect(first).toMatchObject({ year: 1, days: 366, events: 96 * 366, storedBytes: 96 * 366 * 1024 ** 3 });
    expect(second).toMatchObject({ year: 2, days: 365, storedBytes: 96 * 731 * 1024 ** 3 });
    expect(third).toMatchObject({ year: 3, days: 69, storedBytes: 96 * 800 * 1024 ** 3 });
  });

  it.each([
    { days: 3653, years: 10, last: 365 },
    { days: 366, years: 1, last: 366 },
    { days: 367, years: 2, last: 1 },
    { days: 184, years: 1, last: 184 },
  ])("$days days are $years year(s), the last of $last days", ({ days, years, last }) => {
    const all = yearsOf(days);
    expect(all).toHaveLength(years);
    expect(all.at(-1)?.days).toBe(last);
    expect(all.reduce((total, year) => total + year.days, 0)).toBe(days);
  });
});

describe("What is still to pay when the system stops", () => {
  it("is the triangle of entries that are left, the youngest of which have not moved", () => {
    const prices = { "eu-central-1.storage.STANDARD": 1, "eu-west-1.storage.GLACIER_IR": 100 };
    const { afterwards } = tenDays(prices, {}, { retentionDays: 200 });
    const young = 8;
    const old = 200 ** 2 / 2 - young;
    expect(afterwards).toEqual({ days: 200, usd: expect.closeTo((96 * (young + 100 * old)) / MONTH, 4) });
  });

  it("includes the minimum stay of 90 days in GLACIER_IR that a short retention cuts off", () => {
    const { afterwards } = tenDays({ "eu-west-1.storage.GLACIER_IR": 1 });
    const held = 50 - 8 + (90 - 6) * 10;
    expect(afterwards.usd).toBeCloseTo((96 * held) / MONTH, 6);
  });

  it("includes the moves that are left, and the trail's files", () => {
    expect(tenDays({ "eu-west-1.transition.GLACIER_IR": 1 }).afterwards.usd).toBeCloseTo(
      (4 * 96) / 1_000,
      10,
    );
    const trail = tenDays(
      { "eu-central-1.storage.STANDARD": 1 },
      { archivedBytesPerEvent: 0, trailFilesPerDay: 1, bytesPerTrailFile: 1024 ** 3 },
    );
    expect(trail.afterwards.usd).toBeCloseTo(50 / MONTH, 6);
  });

  it("includes the keys, without which nothing could be read any more", () => {
    expect(tenDays({ "eu-central-1.key": 1 }).afterwards.usd).toBeCloseTo((9 * 10) / MONTH, 10);
  });
});

describe("Where entries end follows the lifecycle", () => {
  it.each([
    { says: "objects under 128 KB stay", bytes: 128 * 1024 - 1, input: {}, endsIn: "STANDARD" },
    { says: "objects of 128 KB move", bytes: 128 * 1024, input: {}, endsIn: "GLACIER_IR" },
    {
      says: "nothing moves in a retention that ends before the move",
      bytes: 1024 ** 3,
      input: { coldAfterDays: 10 },
      endsIn: "STANDARD",
    },
    {
      says: "nothing moves when STANDARD is asked for",
      bytes: 1024 ** 3,
      input: { storageClass: "STANDARD" as const },
      endsIn: "STANDARD",
    },
  ])("$says", ({ bytes, input, endsIn }) => {
    const prices = { "eu-central-1.storage.GLACIER_IR": 1 };
    const estimate = tenDays(prices, { archivedBytesPerEvent: bytes }, input);
    expect(estimate.smallObjects).toMatchObject({ averageObjectBytes: bytes, endsIn });
    expect(lineUsd(estimate, "storage-vault-cold") > 0).toBe(endsIn === "GLACIER_IR");
  });

  it.each([
    { says: "four objects an hour on a usual day", eventsPerDay: 26_200, sent: 1_000, objects: 96 },
    { says: "one object an entry on a day with fewer entries", eventsPerDay: 12, sent: 1_000, objects: 12 },
    { says: "more when 100 MB come in less than 15 minutes", eventsPerDay: 1e8, sent: 1_000, objects: 1_000 },
  ])("the archive has $says", ({ eventsPerDay, sent, objects }) => {
    const { smallObjects } = tenDays({}, { sentBytesPerEvent: sent }, { eventsPerDay });
    expect(smallObjects.objectsPerDay).toBe(objects);
  });
});
