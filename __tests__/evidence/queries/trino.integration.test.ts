import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { S3Source, takeInventory } from "../../../evidence/archive";
import { bindQuery, CATALOGUE, databaseName, DuckDbEngine } from "../../../evidence/queries";
import { archiveTable, eventsView } from "../../../evidence/queries/table";
import { queryTrino } from "../../../sandbox/trino/client";
import { ensureTrino } from "../../../sandbox/trino/install";
import { startTrino, type Trino } from "../../../sandbox/trino/server";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { ARCHIVE_PATH, ask, question } from "./answers";
import { DAY, OBJECTS, PERIOD, QUESTIONS } from "./corpus";
import { createTables } from "./glue";

const ROOT = join(__dirname, "../../..");
const MINUTE = 60_000;
const BUCKET = "ai-act-evidence-sandbox-123456789012";
const DATABASE = databaseName("sandbox");

/** Installed before the tests are named, so that a machine that cannot have it shows skipped tests and says why. */
const install = spawnSync(process.execPath, ["--import", "tsx", join(ROOT, "sandbox/trino/main.ts")], {
  cwd: ROOT,
  encoding: "utf8",
});
const missing = install.status === 0 ? undefined : install.stderr.trim();
if (missing !== undefined) {
  const why = `SKIPPED: no query ran on Trino, which cannot be had here: ${missing}`;
  // A suite of skipped tests only is not printed by jest: the reason would be seen by nobody.
  process.stderr.write(`${why}\n`);
  it.skip(why, () => undefined);
}

(missing === undefined ? describe : describe.skip)(
  "The catalogue on Trino, which Athena is made from",
  () => {
    const former = { ...process.env };
    let aws: EmbeddedAws;
    let trino: Trino;
    let source: S3Source;

    beforeAll(async () => {
      aws = await startAws();
      Object.assign(process.env, aws.env);
      trino = await startTrino(
        await ensureTrino(DEFAULT_DIR),
        aws.env["AWS_ENDPOINT_URL"]!,
        join(temporaryFolder(), "log"),
      );
      await aws.lockedBucket(BUCKET);
      for (const { key, bytes } of OBJECTS)
        await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bytes }));
      const location = { bucket: BUCKET, path: ARCHIVE_PATH, retentionDays: 3653 };
      await createTables(aws.env, DATABASE, [archiveTable(location), eventsView(DATABASE)]);
      source = new S3Source({ bucket: BUCKET, region: aws.region, path: ARCHIVE_PATH, forcePathStyle: true });
    }, 3 * MINUTE);

    afterAll(async () => {
      await trino?.stop();
      await aws?.stop();
      process.env = former;
    }, MINUTE);

    const onDuckDb = (name: string, parameters: Readonly<Record<string, string>>) =>
      ask(name, parameters, source, new DuckDbEngine(source, ARCHIVE_PATH));
    const onTrino = (name: string, parameters: Readonly<Record<string, string>>) => {
      const { query, values } = bindQuery(question(name), parameters);
      return queryTrino(trino.url, DATABASE, query.sql, values);
    };

    it.each(CATALOGUE)(
      "$name gives the same columns and rows there as in DuckDB",
      async ({ name }) => {
        const parameters = { ...PERIOD, ...QUESTIONS[name] };
        const there = await onTrino(name, parameters);
        const { rows: here } = await onDuckDb(name, parameters);
        expect(there.columns.map((column) => column.name)).toEqual(here.names);
        expect(there.rows).toEqual(here.all);
        expect(here.all.length).toBeGreaterThan(0);
      },
      MINUTE,
    );

    it(
      "a question about days that were never archived gives no rows, and no error",
      async () => {
        const parameters = { ...QUESTIONS["system-events"], from: "2026-05-01", to: "2026-05-02" };
        expect((await onTrino("system-events", parameters)).rows).toEqual([]);
      },
      MINUTE,
    );

    it(
      "a text that looks like SQL stays a value there, too",
      async () => {
        const { sql } = question("system-events");
        const values = ["20260309", "20260311", "x' OR '1'='1", `${DAY.first}`, `${DAY.third}`];
        expect((await queryTrino(trino.url, DATABASE, sql, values)).rows).toEqual([]);
      },
      MINUTE,
    );

    it(
      "only the days asked for are read: the bounds reach the partitions through the view",
      async () => {
        const plan = await queryTrino(
          trino.url,
          DATABASE,
          "EXPLAIN SELECT event_id FROM art12_events WHERE dt BETWEEN '20260309' AND '20260311'",
        );
        expect(String(plan.rows[0])).toMatch(
          /dt:string:PARTITION_KEY\s+:: \[\[20260309\], \[20260310\], \[20260311\]\]/,
        );
      },
      MINUTE,
    );

    it(
      "what a later version of an object left out is not seen there; the listing names the object, and DuckDB reads all",
      async () => {
        const emitter = new TestEmitter("rewritten.ffff");
        const [kept, lost] = ["08:00", "08:30"].map((clock) => emitter.emit(`2026-04-01T${clock}:00.000Z`));
        const Key = objectKey(kept!.time, "rewritten");
        const put = (...lines: string[]) =>
          aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: packed(...lines) }));
        await put(archivedLine(kept!), archivedLine(lost!));
        await put(archivedLine(kept!));
        const parameters = { ...QUESTIONS["system-events"], from: "2026-04-01", to: "2026-04-01" };
        expect((await onTrino("system-events", parameters)).rows).toHaveLength(1);
        expect((await onDuckDb("system-events", parameters)).rows.all).toHaveLength(2);
        const { findings } = await takeInventory(source, ARCHIVE_PATH, ["2026-04-01"]);
        expect(findings).toMatchObject([{ code: "several-versions", key: Key }]);
      },
      MINUTE,
    );
  },
);
