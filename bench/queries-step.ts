import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { startAws } from "../__tests__/embedded-aws";
import { createTables } from "../__tests__/evidence/queries/glue";
import { S3Source } from "../evidence/archive";
import { bindQuery, CATALOGUE, databaseName, DuckDbEngine, runQuery } from "../evidence/queries";
import { archiveTable, eventsView } from "../evidence/queries/table";
import { queryTrino } from "../sandbox/trino/client";
import { ensureTrino } from "../sandbox/trino/install";
import { startTrino } from "../sandbox/trino/server";
import { DEFAULT_DIR } from "../sandbox/world";
import { FIRST_DAY, LAST_DAY, makeArchive, SYSTEM } from "./archive";

/** Times catalogue queries on both engines, on one archive in the embedded S3: `tsx bench/queries-step.ts FOLDER EVENTS`. */
const [folder = "", events = "0"] = process.argv.slice(2);

const BUCKET = "bench-vault";
const DATABASE = databaseName("bench");
const RUNS = 3;

/** Periods a person asks about. */
const PERIODS = [
  { title: "one day", from: FIRST_DAY, to: FIRST_DAY },
  { title: "a month", from: FIRST_DAY, to: LAST_DAY },
];

async function main(): Promise<void> {
  makeArchive(folder, Number(events));
  const aws = await startAws();
  Object.assign(process.env, aws.env);
  const trinoHome = await ensureTrino(DEFAULT_DIR);
  const trino = await startTrino(trinoHome, aws.env["AWS_ENDPOINT_URL"]!, join(folder, "trino.log"));
  try {
    await aws.lockedBucket(BUCKET);
    for (const Key of filesBelow(folder))
      await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: readFileSync(join(folder, Key)) }));
    const table = archiveTable({ bucket: BUCKET, path: "art12", retentionDays: 3653 });
    await createTables(aws.env, DATABASE, [table, eventsView(DATABASE)]);
    const rows = [];
    for (const period of PERIODS) rows.push(await timed(period, aws.region, trino.url));
    console.log(JSON.stringify(rows));
  } finally {
    await trino.stop();
    await aws.stop();
  }
}

async function timed({ title, from, to }: (typeof PERIODS)[number], region: string, trinoUrl: string) {
  const query = CATALOGUE.find(({ name }) => name === "volume-and-gaps")!;
  const bound = bindQuery(query, { from, to, system: SYSTEM });
  const source = new S3Source({ bucket: BUCKET, region, path: "art12", forcePathStyle: true });
  const sink = { columns: () => undefined, row: () => undefined };
  const duckDb = await middle(() =>
    runQuery(bound, { source, path: "art12" }, new DuckDbEngine(source, "art12"), sink),
  );
  const trino = await middle(() => queryTrino(trinoUrl, DATABASE, bound.query.sql, bound.values));
  return { query: query.name, title, duckDb, trino };
}

/** Seconds of the middle of several runs. */
async function middle(work: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await work();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}

function filesBelow(dir: string): string[] {
  const all = readdirSync(dir, { withFileTypes: true, recursive: true });
  return all
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json.gz"))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
}

void main();
