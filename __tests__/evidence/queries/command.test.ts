import { join } from "node:path";
import { queryCommand } from "../../../cli/query";
import { UserError } from "../../../errors";
import { CATALOGUE } from "../../../evidence/queries";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { folderOf } from "./answers";
import { DAY, IDS } from "./corpus";

const CONFIGS = join(__dirname, "../../../configs");

let printed = "";
let told = "";
beforeEach(() => {
  [printed, told] = ["", ""];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((printed += String(text))));
  jest.spyOn(console, "log").mockImplementation((text: string) => void (printed += `${text}\n`));
  jest.spyOn(console, "error").mockImplementation((text: string) => void (told += `${text}\n`));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs `evidence query` as typed; returns the exit code. */
async function query(...args: string[]): Promise<unknown> {
  const command = queryCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => void (told += text), writeOut: () => undefined });
  await command.parseAsync(args, { from: "user" });
  return process.exitCode ?? 0;
}

const PERIOD = ["--param", `from=${DAY.second}`, "--param", `to=${DAY.second}`];
const SYSTEM = ["--param", "system=credit-scoring"];
const over = (folder: string) => ["--environment", "sandbox", "--configs", CONFIGS, "--source-dir", folder];

const emitter = new TestEmitter("clean.aaaa");
const CLEAN = [
  {
    key: objectKey(`${DAY.second}T08:00:00.000Z`),
    bytes: packed(
      archivedLine(emitter.emit(`${DAY.second}T08:00:00.000Z`, "emitter_start")),
      archivedLine(emitter.emit(`${DAY.second}T08:00:01.000Z`, "emitter_stop")),
    ),
    versionId: "v1",
  },
];

describe("evidence query list", () => {
  it("tells of every query what it answers, for which duties, with which parameters", async () => {
    expect(await query("list")).toBe(0);
    for (const { name, title } of CATALOGUE) expect(printed).toContain(`${name}: ${title}`);
    expect(printed).toContain("duties: Art14, Art26(2), Art26(5)");
    expect(printed).toContain("--param event=...  id of the event");
  });

  it("gives the texts as JSON for other programs", async () => {
    await query("list", "--json");
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(CATALOGUE)));
  });
});

describe("evidence query NAME", () => {
  it("prints the rows, and on the other channel what was read", async () => {
    expect(await query("system-events", ...over(folderOf(CLEAN)), ...SYSTEM, ...PERIOD)).toBe(0);
    expect(printed).toMatch(/type +emitter_start/);
    expect(printed).not.toContain("decision");
    expect(told).toContain("Events of an AI system in a period: duckdb, days 2026-03-10 to 2026-03-12");
  });

  it("prints a table where it fits, with digests cut short", async () => {
    const { columns } = process.stdout;
    process.stdout.columns = 400;
    await query("system-events", ...over(folderOf(CLEAN)), ...SYSTEM, ...PERIOD);
    process.stdout.columns = columns;
    expect(printed).toMatch(/│ time +│ type +│/);
    expect(printed).toMatch(/[0-9a-f]{12}…/);
  });

  it("prints the first hundred rows for a person and says how many more there are", async () => {
    const many = new TestEmitter("many.bbbb");
    const lines = Array.from({ length: 103 }, () => archivedLine(many.emit(`${DAY.second}T08:00:00.000Z`)));
    const folder = folderOf([{ ...CLEAN[0]!, bytes: packed(...lines) }]);
    await query("system-events", ...over(folder), ...SYSTEM, ...PERIOD);
    expect(printed).toContain("and 3 row(s) more: --csv and --json print all");
    printed = "";
    await query("system-events", ...over(folder), ...SYSTEM, ...PERIOD, "--csv");
    expect(printed.trimEnd().split("\r\n")).toHaveLength(104);
  });

  it("says so when there are no rows, which is an answer", async () => {
    expect(await query("overrides", ...over(folderOf(CLEAN)), ...SYSTEM, ...PERIOD)).toBe(0);
    expect(printed).toBe("no rows\n");
  });

  it("ends with 2 and names them when objects were written over, whatever the rows", async () => {
    const period = ["--param", `from=${DAY.first}`, "--param", `to=${DAY.first}`];
    expect(await query("overrides", ...over(folderOf()), ...SYSTEM, ...period)).toBe(2);
    expect(printed).toContain(IDS.overridden);
    expect(told).toContain("finding: Key with several versions: art12/dt=20260310/hour=10");
  });

  it("gives rows, findings and usage as one JSON object", async () => {
    await query(
      "system-events",
      ...over(folderOf()),
      ...SYSTEM,
      "--json",
      "--param",
      `from=${DAY.first}`,
      "--param",
      `to=${DAY.first}`,
    );
    const answer = JSON.parse(printed) as { rows: Record<string, unknown>[] } & Record<string, unknown>;
    expect(answer).toMatchObject({
      query: "system-events",
      engine: "duckdb",
      period: { from: `${DAY.first}T00:00:00.000Z`, to: `${DAY.second}T00:00:00.000Z` },
      findings: [{ code: "several-versions" }],
      usage: { bytesRead: expect.any(Number) },
    });
    expect(answer.rows).toContainEqual(
      expect.objectContaining({ event_id: IDS.plain, intact: true, outcome: null }),
    );
  });

  it("gives CSV that other programs read: quotes doubled, nothing for NULL", async () => {
    await query(
      "system-events",
      ...over(folderOf()),
      ...SYSTEM,
      "--csv",
      "--param",
      `from=${DAY.first}`,
      "--param",
      `to=${DAY.first}`,
    );
    const [head, ...rows] = printed.trimEnd().split("\r\n");
    expect(head).toMatch(/^time,type,event_id,/);
    expect(rows).toContainEqual(expect.stringContaining(',"größer als ""5"" 🙂 \\ ende",'));
  });

  it("makes characters visible that would change a terminal", async () => {
    const folder = folderOf([
      { ...CLEAN[0]!, bytes: packed('{"_id":"\\u001b[2J\\u202e","attributes":{"art12":{"entry":"{}"}}}') },
    ]);
    await query("damaged-lines", ...over(folder), ...PERIOD);
    expect(printed).toContain("\\u{1b}[2J\\u{202e}");
  });
});

describe("evidence query refuses, and says how to mend it", () => {
  const folder = folderOf(CLEAN);
  it.each([
    {
      what: "a query that there is not",
      args: ["overides"],
      code: "query-unknown",
      says: "did you mean overrides?",
    },
    {
      what: "no bounds",
      args: ["overrides", ...SYSTEM],
      code: "query-parameters-invalid",
      says: "add --param from=...",
    },
    {
      what: "a parameter without value",
      args: ["overrides", "--param", "system"],
      code: "query-parameters-invalid",
      says: "name=value",
    },
    {
      what: "a parameter given twice",
      args: ["overrides", ...SYSTEM, ...SYSTEM, ...PERIOD],
      code: "query-parameters-invalid",
      says: "each parameter once",
    },
    {
      what: "SQL in a parameter",
      args: ["overrides", "--param", "system=x' OR '1'='1", ...PERIOD],
      code: "query-parameters-invalid",
      says: "the id of an AI system",
    },
    {
      what: "a system that no config declares",
      args: ["overrides", "--param", "system=credit-scorin", ...PERIOD],
      code: "not-declared",
      says: "credit-scoring",
    },
    {
      what: "an environment that no config declares",
      args: ["damaged-lines", ...PERIOD, "--environment", "sandbx"],
      code: "not-declared",
      says: "sandbox",
    },
    {
      what: "Athena over a local copy",
      args: ["damaged-lines", ...PERIOD, "--engine", "athena"],
      code: "athena-reads-no-folder",
      says: "use --engine duckdb",
    },
  ])("$what", async ({ args, code, says }) => {
    const error = await query(args[0]!, ...over(folder), ...args.slice(1)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code, exitCode: 1, message: expect.stringContaining(says) });
    expect(printed).toBe("");
  });

  it("Athena in an emulated environment: it would answer without rows, as if nothing had been found", async () => {
    const args = [
      "damaged-lines",
      ...PERIOD,
      "--environment",
      "sandbox",
      "--configs",
      CONFIGS,
      "--engine",
      "athena",
    ];
    await expect(query(...args)).rejects.toMatchObject({ code: "athena-emulated" });
  });

  it.each([
    { what: "no environment", args: ["damaged-lines"], says: "--environment" },
    {
      what: "an engine that there is not",
      args: ["damaged-lines", "--engine", "sqlite"],
      says: "duckdb, athena",
    },
    {
      what: "two forms at once",
      args: ["damaged-lines", "--environment", "x", "--json", "--csv"],
      says: "--csv",
    },
  ])("$what", async ({ args, says }) => {
    await expect(query(...args)).rejects.toMatchObject({ exitCode: 1 });
    expect(told).toContain(says);
  });
});
