import { renameSync } from "node:fs";
import path from "node:path";
import { linesTable, literal, openDatabase, PARQUET_SCHEMA } from "../../../evidence/export";
import { tableDifferences } from "../../../evidence/verify/compare-table";
import { temporaryFolder } from "../../temporary";
import { copyOf, failures, forge, richBundle } from "./scene";

/** The table of a bundle forged by somebody who signs anew: each column is compared with the events. */

let bundle: string;
beforeAll(async () => {
  bundle = await richBundle();
});

/** A bundle whose table is what `select` makes of it (`events`), signed by a forger. */
async function withTable(select: string): Promise<string> {
  const copy = copyOf(bundle);
  const file = path.join(copy, "events.parquet");
  const { connection, close } = await openDatabase(temporaryFolder());
  await connection.run(`CREATE VIEW events AS FROM read_parquet(${literal(file)})`);
  await connection.run(`COPY (${select}) TO ${literal(`${file}.forged`)} (FORMAT parquet)`);
  close();
  renameSync(`${file}.forged`, file);
  return (await failures(forge(copy))).join("\n");
}

/** The first row's value of a column, changed to another one of its type. */
function changed(name: string, type: string): string {
  const other: Readonly<Record<string, string>> = {
    VARCHAR: `'x' || coalesce("${name}", '')`,
    BIGINT: `"${name}" + 1`,
    INTEGER: `"${name}" + 1000`,
    BOOLEAN: `NOT coalesce("${name}", false)`,
    "TIMESTAMP WITH TIME ZONE": `"${name}" + INTERVAL 1 MILLISECOND`,
  };
  const value = `CAST(${other[type]} AS ${type})`;
  return `SELECT * EXCLUDE number REPLACE (CASE WHEN number = 1 THEN ${value} ELSE "${name}" END AS "${name}")
          FROM (SELECT *, row_number() OVER () AS number FROM events)`;
}

/** What is said of a changed value, where it is not that the column is not what its entry says. */
const WORDS: Readonly<Record<string, string>> = {
  entry: "parquet events.parquet: its rows differ from events.ndjson.gz from row 1 on",
  sha256: "parquet events.parquet: its digests differ from events.ndjson.gz in rows 1 to",
  source_key: "(version null), which objects.json does not have",
  source_version_id: "(version xnull), which objects.json does not have",
  source_line: "(version null), which objects.json gives 1 line(s)",
};

test.each(PARQUET_SCHEMA)("a changed value in column $name is found", async ({ name, type }) => {
  const words = WORDS[name] ?? `parquet events.parquet: row 1: column ${name} is not what its entry says`;
  expect(await withTable(changed(name, type))).toContain(words);
});

test.each([
  ["with its rows in another order", "FROM events ORDER BY event_id DESC", "its rows differ"],
  ["with a row left out", "FROM events OFFSET 1", "it has 5 row(s), for 6 event(s)"],
  ["with a row added", "FROM events UNION ALL (FROM events LIMIT 1)", "it has 7 row(s), for 6 event(s)"],
  ["with a column left out", "SELECT * EXCLUDE decision FROM events", "its columns are"],
  ["with a column of another type", "SELECT * REPLACE ('1' AS sequence) FROM events", "its columns are"],
])("a table %s is found", async (_, select, words) => {
  expect(await withTable(select)).toContain(`parquet events.parquet: ${words}`);
});

test("a table packed in another way, with the same rows, is as good", async () => {
  expect(await withTable("FROM events")).toBe("");
});

test("rows are compared as they pass by, whatever their number: nothing but their place joins them", async () => {
  const { connection, close } = await openDatabase(temporaryFolder());
  const [table, lines] = ["events.parquet", "events.ndjson.gz"].map((name) => path.join(bundle, name));
  const sql = tableDifferences(`read_parquet(${literal(table!)})`, linesTable(lines!), 6);
  const plan = JSON.stringify((await connection.runAndReadAll(`EXPLAIN ${sql}`)).getRowsJS());
  close();
  expect(plan).toContain("POSITIONAL_JOIN");
  expect(plan).not.toContain("HASH_JOIN");
});
