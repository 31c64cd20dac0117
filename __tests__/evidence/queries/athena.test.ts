import { setTimeout as sleep } from "node:timers/promises";
import type { Inventory } from "../../../evidence/archive";
import { AthenaEngine, bindQuery } from "../../../evidence/queries";
import type { AthenaApi } from "../../../evidence/queries/athena-engine";
import { question, Rows } from "./answers";
import { PERIOD, QUESTIONS } from "./corpus";

const PLACE = { database: "ai_act_evidence_test", workgroup: "ai-act-evidence-test", region: "eu-central-1" };
const NOTHING_ODD: Inventory = { versions: [], findings: [] };
const BOUND = bindQuery(question("overrides"), { ...PERIOD, ...QUESTIONS["overrides"] });

type Answer = object | Error | (() => Promise<object>);

/** An Athena that gives prepared answers by operation, the last one again and again, and keeps what it was asked. */
function athena(answers: Record<string, readonly Answer[]>) {
  const asked: { operation: string; input: Record<string, unknown> }[] = [];
  const api = {
    send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const operation = command.constructor.name.replace("Command", "");
      const before = asked.filter((one) => one.operation === operation).length;
      asked.push({ operation, input: command.input });
      const all = answers[operation] ?? [{}];
      const answer = all[Math.min(before, all.length - 1)]!;
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? (answer as () => Promise<object>)() : answer;
    },
  } as unknown as AthenaApi;
  return { api, asked, operations: () => asked.map(({ operation }) => operation) };
}

const started = { StartQueryExecution: [{ QueryExecutionId: "q-1" }] };
const state = (State: string, DataScannedInBytes = 0, StateChangeReason?: string) => ({
  QueryExecution: { Status: { State, StateChangeReason }, Statistics: { DataScannedInBytes } },
});
const row = (...values: (string | null)[]) => ({
  Data: values.map((value) => (value === null ? {} : { VarCharValue: value })),
});
const COLUMNS = [
  { Name: "event_id", Type: "varchar" },
  { Name: "sequence", Type: "bigint" },
  { Name: "confidence", Type: "double" },
  { Name: "intact", Type: "boolean" },
];
const page = (rows: object[], NextToken?: string) => ({
  ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: COLUMNS } },
  NextToken,
});
const header = row("event_id", "sequence", "confidence", "intact");

async function run(
  answers: Record<string, readonly Answer[]>,
  inventory = NOTHING_ODD,
  signal?: AbortSignal,
) {
  const { api, asked, operations } = athena(answers);
  const rows = new Rows();
  const said: string[] = [];
  const options = { progress: (words: string) => void said.push(words), ...(signal && { signal }) };
  const running = new AthenaEngine(PLACE, api).run(BOUND, inventory, rows, options);
  return { running, rows, asked, operations, said };
}

describe("A question asked in Athena", () => {
  const FINE = {
    ...started,
    GetQueryExecution: [state("QUEUED"), state("RUNNING", 5_000_000), state("SUCCEEDED", 3_000_000_000)],
    GetQueryResults: [
      page([header, row("a", "1", "0.5", "true"), row("b", null, null, "false")], "more"),
      page([row("c", "3", "1.0E-4", null)]),
    ],
  };

  it("is the catalogue's own text with its values as quoted SQL, in the environment's workgroup and database", async () => {
    const { running, asked } = await run(FINE);
    await running;
    expect(asked[0]?.input).toEqual({
      QueryString: BOUND.query.sql,
      ExecutionParameters: [
        "'20260309'",
        "'20260313'",
        "'credit-scoring'",
        "'2026-03-10T00:00:00.000Z'",
        "'2026-03-13T00:00:00.000Z'",
      ],
      QueryExecutionContext: { Catalog: "awsdatacatalog", Database: PLACE.database },
      WorkGroup: PLACE.workgroup,
    });
  });

  it("is answered with the rows of all pages, typed, NULL kept apart from the empty text", async () => {
    const { running, rows, asked } = await run(FINE);
    await running;
    expect(rows.names).toEqual(["event_id", "sequence", "confidence", "intact"]);
    expect(rows.all).toEqual([
      ["a", 1, 0.5, true],
      ["b", null, null, false],
      ["c", 3, 0.0001, null],
    ]);
    expect(
      asked.filter(({ operation }) => operation === "GetQueryResults").map(({ input }) => input["NextToken"]),
    ).toEqual([undefined, "more"]);
  });

  it("says what it is doing, and in the end how much it read and what that costs", async () => {
    const { running, said } = await run(FINE);
    const { usage, notes } = await running;
    expect(said).toEqual(["Athena: QUEUED, 0 bytes scanned", "Athena: RUNNING, 5000000 bytes scanned"]);
    expect(usage).toMatchObject({
      bytesRead: 3_000_000_000,
      cost: { usd: 0.015, basis: expect.stringContaining("2026-11-24") },
    });
    expect(notes).toEqual(["query execution q-1"]);
  });

  it("costs as if 10 MB were read when less was", async () => {
    const { running } = await run({ ...FINE, GetQueryExecution: [state("SUCCEEDED", 1)] });
    expect((await running).usage.cost?.usd).toBe(0.00005);
  });

  it("warns that Athena sees the newest version only, where the listing shows that there are more", async () => {
    const findings = [{ code: "several-versions" as const, key: "k", reason: "2 versions" }];
    const { running } = await run(FINE, { versions: [], findings });
    expect((await running).notes).toContainEqual(expect.stringContaining("--engine duckdb"));
  });
});

describe("A question that Athena does not answer", () => {
  const failure = (name: string, message = "no") => Object.assign(new Error(message), { name });

  it.each([
    { words: "Bytes scanned limit was exceeded", fix: "shorter period" },
    { words: "line 1:1: Table 'x.art12_events' does not exist", fix: "deploy" },
    { words: "Access Denied (Service: Amazon S3; Status Code: 403)", fix: "role that may read" },
    { words: "HIVE_CURSOR_ERROR: Unexpected end of input stream", fix: "--engine duckdb" },
    { words: "The operation is not valid for the object's storage class", fix: "restore" },
    { words: "Query exhausted resources at this scale factor", fix: "shorter period" },
  ])("because '$words' is told with Athena's words and what to do", async ({ words, fix }) => {
    const { running } = await run({ ...started, GetQueryExecution: [state("FAILED", 0, words)] });
    await expect(running).rejects.toMatchObject({
      code: "athena-query-failed",
      exitCode: 1,
      problems: [
        { where: "query execution q-1", given: `FAILED: ${words}`, fix: expect.stringContaining(fix) },
      ],
    });
  });

  it.each([
    { name: "AccessDeniedException", fix: "role" },
    { name: "InvalidRequestException", fix: "evidence-vault stack" },
    { name: "CredentialsProviderError", fix: "sign in" },
  ])(
    "because the request is refused ($name) is told with the workgroup and what to do",
    async ({ name, fix }) => {
      const { running } = await run({ StartQueryExecution: [failure(name)] });
      await expect(running).rejects.toMatchObject({
        code: "athena-unusable",
        problems: [
          {
            where: "workgroup ai-act-evidence-test",
            given: `${name}: no`,
            fix: expect.stringContaining(fix),
          },
        ],
      });
    },
  );

  it("because it cannot be reached is told so, also when the reason lies deep", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const { running } = await run({
      StartQueryExecution: [new Error("fetch failed", { cause: new AggregateError([refused]) })],
    });
    await expect(running).rejects.toMatchObject({ code: "athena-unusable" });
  });

  it("for a reason nobody foresaw stays a fault of the program", async () => {
    const { running } = await run({ StartQueryExecution: [new TypeError("undefined is not a function")] });
    await expect(running).rejects.toBeInstanceOf(TypeError);
  });

  it("because a person stopped it is stopped in AWS, too: nobody pays for what nobody waits for", async () => {
    const stop = new AbortController();
    const { running, operations } = await run(
      { ...started, GetQueryExecution: [state("RUNNING")] },
      NOTHING_ODD,
      stop.signal,
    );
    while (!operations().includes("GetQueryExecution")) await sleep(5);
    stop.abort();
    await expect(running).rejects.toThrow();
    expect(operations().at(-1)).toBe("StopQueryExecution");
  });
});
