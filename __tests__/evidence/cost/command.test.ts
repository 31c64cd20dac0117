import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { costCommand } from "../../../cli/cost";
import { ASSUMPTIONS } from "../../../evidence/cost/assumptions";
import { forbiddenWordsIn } from "../../../regulation";
import { temporaryFolder } from "../../temporary";

const CONFIGS = join(__dirname, "../../../configs");

/** What the command prints on stdout. */
async function printed(...args: string[]): Promise<string> {
  const log = jest.spyOn(console, "log").mockImplementation();
  try {
    await quiet(costCommand()).parseAsync(["--configs", CONFIGS, ...args], { from: "user" });
    return log.mock.calls.map(([line]) => String(line)).join("\n");
  } finally {
    log.mockRestore();
  }
}

const quiet = (command: Command): Command =>
  command.exitOverride().configureOutput({ writeErr: () => undefined });

const report = async (...args: string[]) => JSON.parse(await printed(...args, "--json"));

/** A copy of the repository's configs in which `change` was made to one file. */
function configsWith(file: string, change: (text: string) => string): string {
  const dir = temporaryFolder();
  for (const folder of ["systems", "environments", "thresholds"])
    cpSync(join(CONFIGS, folder), join(dir, folder), { recursive: true });
  const path = join(dir, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
  return dir;
}

describe("evidence cost for people", () => {
  it("shows each line, each year, the totals, and the size of the objects with advice", async () => {
    const text = await printed("--environment", "production");
    expect(text).toContain("Estimated cost of the log of production");
    expect(text).toContain("26,200 entries a day (credit-scoring, cv-screening), kept 3653 days");
    expect(text).toMatch(/^Storage, vault, STANDARD +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d$/m);
    expect(text).toMatch(/^ +10 +365 +9,563,000 +\S+ GB +\d+\.\d\d$/m);
    expect(text).toMatch(/^Total +[\d.,]+ +[\d.,]+ +[\d.,]+$/m);
    expect(text).toMatch(/^of it because objects are small +[\d.,]+/m);
    expect(text).toMatch(/^About [\d.,]+ USD over 3653 days, [\d.,]+ USD a million entries\.$/m);
    expect(text).toMatch(/vault: a move to GLACIER_IR pays from [\d.]+ KB on/);
    expect(text).toContain("advice: ");
  });

  it("prints every assumption with its value below the table", async () => {
    const text = await printed("--environment", "production", "--assume", "queriesPerMonth=77");
    for (const [name, { value, meaning }] of Object.entries(ASSUMPTIONS)) {
      const shown = name === "queriesPerMonth" ? 77 : value;
      expect(text).toMatch(new RegExp(`^${name} +${shown} `, "m"));
      expect(text).toContain(meaning);
    }
  });

  it("names the prices that were assumed, and their number", async () => {
    const { prices } = await report("--environment", "production");
    const assumed = prices.filter(({ certainty }: { certainty: string }) => certainty === "assumed");
    const text = await printed("--environment", "production");
    expect(text).toContain(`(${assumed.length} of ${prices.length})`);
    for (const { id } of assumed) expect(text).toContain(`  ${id}: `);
  });

  it("claims no more than an estimate", async () => {
    const text = await printed("--environment", "production");
    expect(forbiddenWordsIn(text)).toEqual([]);
    expect(text).not.toMatch(/\bexact|\bprecise/i);
    expect(text).toContain("Note: An estimate from list prices");
  });

  it.each([
    { args: ["--environment", "sandbox"], note: /emulated and costs nothing/ },
    { args: ["--environment", "production", "--storage-class", "STANDARD"], note: /what-if/ },
    {
      args: ["--environment", "production", "--assume", "lifecycleMinimumBytes=1"],
      note: /moves objects from 131072 bytes on: 1 is a what-if/,
    },
    {
      args: ["--environment", "production", "--storage-class", "DEEP_ARCHIVE"],
      note: /Datadog cannot rehydrate from DEEP_ARCHIVE/,
    },
  ])("warns with $args", async ({ args, note }) => {
    expect(await printed(...args)).toMatch(note);
  });
});

describe("evidence cost and the size from which the lifecycle moves objects", () => {
  const ends = async (...args: string[]) =>
    (await report("--environment", "production", ...args)).smallObjects.endsIn;
  const movingFrom = (bytes: number) =>
    configsWith("environments/production.yaml", (text) =>
      text.replace("moveFromBytes: 131072", `moveFromBytes: ${bytes}`),
    );

  it("takes it from the environment's config, as the vault's rules do", async () => {
    expect(await ends()).toBe("STANDARD");
    expect(await ends("--configs", movingFrom(65_536))).toBe("GLACIER_IR");
  });

  it("and tries another, if told to", async () => {
    expect(await ends("--assume", "lifecycleMinimumBytes=65536")).toBe("GLACIER_IR");
    expect(await ends("--configs", movingFrom(65_536), "--assume", "lifecycleMinimumBytes=131072")).toBe(
      "STANDARD",
    );
  });
});

describe("evidence cost --json", () => {
  it("has these fields, and a later version only adds to them", async () => {
    const json = await report("--environment", "production");
    expect(Object.keys(json)).toEqual([
      "schemaVersion",
      "environment",
      "currency",
      "pricesRead",
      "region",
      "replicaRegion",
      "retentionDays",
      "coldAfterDays",
      "storageClass",
      "eventsPerDay",
      "systems",
      "years",
      "lines",
      "totalUsd",
      "usdPerMillionEvents",
      "afterwards",
      "smallObjects",
      "assumptions",
      "prices",
      "notes",
    ]);
    expect(json).toMatchObject({ schemaVersion: "1.0.0", environment: "production", currency: "USD" });
    expect(Object.keys(json.lines[0])).toEqual(["id", "title", "usdByYear", "usd"]);
    expect(Object.keys(json.years[0])).toEqual(["year", "days", "events", "storedBytes", "usd"]);
    expect(Object.keys(json.smallObjects)).toEqual([
      "objectsPerDay",
      "averageObjectBytes",
      "endsIn",
      "usdByYear",
      "copies",
    ]);
    expect(Object.keys(json.prices[0])).toEqual([
      "id",
      "usd",
      "unit",
      "source",
      "certainty",
      "basis",
      "dateRead",
    ]);
  });

  it("is the same at every run", async () => {
    const args = ["--environment", "production", "--json"];
    expect(await printed(...args)).toBe(await printed(...args));
  });

  it("takes the volume and the class it is given instead of the configs'", async () => {
    const json = await report(
      "--environment",
      "production",
      "--events-per-day",
      "1000000",
      "--storage-class",
      "STANDARD",
    );
    expect(json).toMatchObject({ eventsPerDay: 1_000_000, systems: [], storageClass: "STANDARD" });
    expect(json.smallObjects).toMatchObject({ endsIn: "STANDARD", copies: [] });
  });

  it.each([
    {
      says: "a retired system",
      change: (text: string) => text.replace("regulatory:", "status: retired\nregulatory:"),
    },
    {
      says: "a system of other environments",
      change: (text: string) => text.replace("regulatory:", "environments: [sandbox]\nregulatory:"),
    },
  ])("leaves out $says", async ({ change }) => {
    const configs = configsWith("systems/credit-scoring.yaml", change);
    const json = await report("--environment", "production", "--configs", configs);
    expect(json).toMatchObject({ eventsPerDay: 1200, systems: [{ id: "cv-screening", eventsPerDay: 1200 }] });
  });
});

describe("evidence cost says what is wrong with what it was given", () => {
  const noSystems = () => {
    const retire = (text: string) => text.replace("regulatory:", "status: retired\nregulatory:");
    const dir = configsWith("systems/credit-scoring.yaml", retire);
    const other = join(dir, "systems/cv-screening.yaml");
    writeFileSync(other, retire(readFileSync(other, "utf8")));
    return dir;
  };

  it("an unknown environment, with those there are", async () => {
    const run = printed("--environment", "staging");
    await expect(run).rejects.toMatchObject({ code: "not-declared", exitCode: 1 });
    await expect(run).rejects.toThrow(/staging[\s\S]*one of production, sandbox/);
  });

  it("an environment without a system that logs, unless a volume is given", async () => {
    const configs = noSystems();
    const run = printed("--environment", "production", "--configs", configs);
    await expect(run).rejects.toMatchObject({ code: "no-system-to-estimate", exitCode: 1 });
    await expect(run).rejects.toThrow(/--events-per-day/);
    const given = await report("--environment", "production", "--configs", configs, "--events-per-day", "10");
    expect(given.eventsPerDay).toBe(10);
  });

  it("a region without prices, with those there are", async () => {
    const configs = configsWith("environments/production.yaml", (text) =>
      text.replace("eu-west-1", "eu-north-1"),
    );
    const run = printed("--environment", "production", "--configs", configs);
    await expect(run).rejects.toMatchObject({ code: "prices-unknown", exitCode: 1 });
    await expect(run).rejects.toThrow(
      /replica\.region[\s\S]*eu-north-1[\s\S]*one of eu-central-1, eu-west-1/,
    );
  });

  it.each([
    { args: ["--events-per-day", "0"], says: /whole number from 1/ },
    { args: ["--events-per-day", "-5"], says: /whole number from 1/ },
    { args: ["--events-per-day", "1e6"], says: /whole number from 1/ },
    { args: ["--events-per-day", "many"], says: /whole number from 1/ },
    { args: ["--storage-class", "GLACIER"], says: /Allowed choices are STANDARD, GLACIER_IR, DEEP_ARCHIVE/ },
    { args: ["--assume", "coffee=1"], says: /a name of sentBytesPerEvent/ },
  ])("$args", async ({ args, says }) => {
    await expect(printed("--environment", "production", ...args)).rejects.toThrow(says);
  });

  it("no environment at all", async () => {
    await expect(printed()).rejects.toThrow(/--environment/);
  });
});
