import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { pythonOf, type Client as MlflowClient } from "../gate/clients/python-clients";
import { startPostgres, type TestPostgres } from "../gate/postgres";
import { temporaryFolder } from "../temporary";
import {
  addressOf,
  asking,
  asSuperuser,
  databaseOf,
  migrate,
  placeOn,
  serve,
  start,
  superuserOf,
  variablesOf,
  type Ended,
  type Place,
  type RunningMlflow,
  type Secret,
} from "./migration";

const MINUTES = 60_000;
/** As many workers and migrations as this start at once. */
jest.setTimeout(4 * MINUTES);

const found = startPostgres();
let postgres: TestPostgres;
let servers: RunningMlflow[] = [];

beforeAll(async () => {
  const started = await found;
  if ("missing" in started) console.warn(`skipped: the migration of MLflow's database: ${started.missing}`);
  else postgres = started;
}, 2 * MINUTES);
afterEach(async () => {
  for (const each of servers) await each.stop();
  servers = [];
});
afterAll(() => postgres?.stop());

/** A test that says nothing where there is no PostgreSQL: the reason was printed. */
const withPostgres = (what: string, test: () => Promise<void>) =>
  it(what, async () => {
    if ((await found) === postgres) await test();
  });

async function running(secret: Secret, artifacts = temporaryFolder()): Promise<RunningMlflow> {
  const started = await serve(secret, artifacts);
  if (!("url" in started)) throw new Error(`MLflow does not start: ${started.output}`);
  servers.push(started);
  return started;
}

async function refusal(secret: Secret): Promise<Ended> {
  const started = await serve(secret, temporaryFolder());
  if (!("url" in started)) return started;
  servers.push(started);
  throw new Error("MLflow has started");
}

async function client(what: string, url: string, ...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    await pythonOf("3.17.2"),
    [join(__dirname, "mlflow_client.py"), what, url, ...args],
    { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0" } },
  );
  // The client greets every run on its way.
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

/** Makes the schema of an older MLflow, with a run in it. */
async function schemaOf(mlflow: MlflowClient, place: Place): Promise<void> {
  const [older, python] = [await pythonOf(mlflow), await pythonOf("3.17.2")];
  const { stdout: packages } = await promisify(execFile)(older, [
    "-c",
    "import sysconfig; print(sysconfig.get_path('purelib'))",
  ]);
  const database = databaseOf(place.mlflow);
  await asSuperuser(postgres, `create database ${database} owner mlflow_owner`);
  const url = superuserOf(postgres, database);
  await promisify(execFile)(
    python,
    [join(__dirname, "older_schema.py"), join(packages.trim(), "mlflow/store/db_migrations/versions"), url],
    { env: { ...process.env, PGOPTIONS: "-c role=mlflow_owner", PYTHONDONTWRITEBYTECODE: "1" } },
  );
  await asking(
    url,
    `insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
       values (1, 'credit', 'mlflow-artifacts:/1', 'active', 1, 1)`,
    `insert into runs (run_uuid, name, user_id, status, lifecycle_stage, experiment_id, start_time, end_time)
       values (repeat('a', 32), 'first', 'ada', 'FINISHED', 'active', 1, 1, 2)`,
  );
}

const revision = async (place: Place): Promise<unknown> =>
  (
    await asking(superuserOf(postgres, databaseOf(place.mlflow)), "select version_num from alembic_version")
  )[0]?.["version_num"];

describe("The migration before MLflow starts", () => {
  withPostgres(
    "makes logins, databases, rights and schema from nothing, and nothing a second time",
    async () => {
      const place = await placeOn(postgres);
      expect(await migrate(place)).toMatchObject({
        code: 0,
        output: expect.stringContaining("from nothing to "),
      });
      const second = await migrate(place);
      expect(second).toMatchObject({ code: 0, output: expect.stringContaining("as MLflow 3.17.2 needs it") });
      const { url } = await running(place.mlflow);
      expect(await client("train", url)).toMatchObject({ version: "1" });
    },
  );

  withPostgres("gives each login what it needs and no more", async () => {
    const place = await placeOn(postgres);
    await migrate(place);
    const { mlflow, gate, reader } = place;
    const elsewhere = (login: Secret, other: Secret) => {
      const url = new URL(addressOf(login));
      url.pathname = databaseOf(other);
      return url.href;
    };
    const written = "insert into experiment_tags values ('a', 'b', 0)";
    const refused: [string, string[]][] = [
      [addressOf(mlflow), ["create table mine (a int)"]],
      [addressOf(mlflow), ["drop table runs"]],
      [addressOf(mlflow), ["truncate runs"]],
      [addressOf(mlflow), ["alter table runs add column mine int"]],
      [addressOf(mlflow), ["update alembic_version set version_num = 'mine'"]],
      [addressOf(mlflow), ["set role mlflow_owner"]],
      [addressOf(mlflow), ["create database mine"]],
      [addressOf(reader), [written]],
      // What a session set read-only may set back; the rights below it stay.
      [addressOf(reader), ["set default_transaction_read_only = off", written]],
      [addressOf(reader), ["set default_transaction_read_only = off", "delete from runs"]],
      [addressOf(reader), ["set default_transaction_read_only = off", "create temp table mine (a int)"]],
      [elsewhere(mlflow, gate), ["select 1"]],
      [elsewhere(reader, gate), ["select 1"]],
      [elsewhere(gate, mlflow), ["select 1"]],
    ];
    for (const [url, statements] of refused)
      await expect(asking(url, ...statements)).rejects.toThrow(/permission denied|must be owner|read-only/);
    await asking(addressOf(gate), "create schema evidence_gate", "create table evidence_gate.mine (a int)");
    await expect(asking(addressOf(reader), "select * from runs")).resolves.toEqual([]);
  });

  withPostgres("makes a rotated password that of the login, and shows none to the server's log", async () => {
    const place = await placeOn(postgres);
    const first = await migrate(place);
    const password = "b7".repeat(20);
    const { mlflow } = place;
    const rotated = { ...mlflow, password, uri: mlflow.uri.replace(mlflow.password, password) };
    const second = await migrate({ ...place, mlflow: rotated });
    await expect(asking(addressOf(rotated), "select 1 as one")).resolves.toEqual([{ one: 1 }]);
    await expect(asking(addressOf(mlflow), "select 1")).rejects.toThrow("password authentication failed");
    const seen = [readFileSync(postgres.log, "utf8"), first.output, second.output].join();
    expect(seen).toContain(`alter role "${mlflow.username}" login password 'SCRAM-SHA-256$`);
    for (const each of [place.owner, mlflow, rotated, place.gate, place.reader])
      expect(seen).not.toContain(each.password);
  });

  withPostgres(
    "upgrades what an old MLflow has left, with its runs, and lets MLflow start only then",
    async () => {
      const place = await placeOn(postgres);
      await schemaOf("2.15.1", place);
      const old = await revision(place);
      const upgraded = await migrate(place);
      expect(upgraded).toMatchObject({
        code: 0,
        output: expect.stringContaining(`the schema goes from ${String(old)} to`),
      });
      const { url } = await running(place.mlflow);
      const runs = await asking(addressOf(place.reader), "select name, user_id from runs");
      expect(runs).toEqual([{ name: "first", user_id: "ada" }]);
      expect(
        (await fetch(`${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=credit`)).status,
      ).toBe(200);
    },
  );

  withPostgres(
    "leaves the schema as it was when it fails half way, MLflow refuses, and a later run succeeds",
    async () => {
      const place = await placeOn(postgres);
      await schemaOf("2.15.1", place);
      const old = await revision(place);
      const inside = superuserOf(postgres, databaseOf(place.mlflow));
      const tables =
        "select count(*)::int as tables from information_schema.tables where table_schema = 'public'";
      // Somebody's own table, where one of the later steps makes one of that name.
      await asking(inside, "set role mlflow_owner", "create table webhooks (mine int)");
      const before = await asking(inside, tables);
      const failed = await migrate(place);
      expect(failed.code).toBe(1);
      expect(failed.output).toMatch(
        /relation "webhooks" already exists.*MLflow does not start before a migration/s,
      );
      expect(failed.output).toContain(`is at ${String(old)}`);
      expect([await revision(place), await asking(inside, tables)]).toEqual([old, before]);
      const refused = await refusal(place.mlflow);
      expect(refused.code).toBe(1);
      expect(refused.output).toMatch(
        new RegExp(`the schema is at ${String(old)}, and MLflow 3.17.2 needs .* has failed`),
      );
      await asking(inside, "drop table webhooks");
      expect(await migrate(place)).toMatchObject({ code: 0 });
      await running(place.mlflow);
    },
  );

  withPostgres(
    "can be killed at any moment: the next one finds the schema whole and the lock free",
    async () => {
      const place = await placeOn(postgres);
      await schemaOf("2.15.1", place);
      const old = await revision(place);
      const { child, ended, said } = await start("migrate.py", variablesOf(place));
      while (!said().includes("the schema goes from")) await sleep(20);
      child.kill("SIGKILL");
      await ended;
      expect(await migrate(place)).toMatchObject({
        code: 0,
        output: expect.stringContaining(`from ${String(old)} to`),
      });
      await running(place.mlflow);
    },
  );

  withPostgres("is done by one of several that start at once, while the others wait", async () => {
    const place = await placeOn(postgres);
    const all = await Promise.all([1, 2, 3].map(() => migrate(place)));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(all.filter(({ output }) => output.includes("from nothing to "))).toHaveLength(1);
    expect(all.filter(({ output }) => output.includes("as MLflow 3.17.2 needs it"))).toHaveLength(2);
  });

  withPostgres("says after a while that another one is under way", async () => {
    const place = await placeOn(postgres);
    const another = new Client({ connectionString: postgres.superuserUrl });
    await another.connect();
    // The lock of migrate.py.
    await another.query("select pg_advisory_lock($1)", [0x4d4c464c4f57]);
    const waited = await migrate(place, { MIGRATE_WAIT_SECONDS: "1" });
    expect(waited).toMatchObject({
      code: 1,
      output: expect.stringContaining("another migration has been under way for 1 s"),
    });
    // As when the other one has died.
    await another.end();
    expect(await migrate(place)).toMatchObject({ code: 0 });
  });

  withPostgres(
    "does not touch a schema that is newer than its MLflow, and MLflow does not start on it",
    async () => {
      const place = await placeOn(postgres);
      await migrate(place);
      await asking(
        superuserOf(postgres, databaseOf(place.mlflow)),
        "update alembic_version set version_num = 'ffffffffffff'",
      );
      for (const { code, output } of [await migrate(place), await refusal(place.mlflow)]) {
        expect(code).toBe(1);
        expect(output).toContain(
          "the schema is at ffffffffffff, which is newer than MLflow 3.17.2 of this image",
        );
      }
    },
  );

  withPostgres("names what is wrong with its settings, and never a password", async () => {
    const place = await placeOn(postgres);
    const { owner, gate, reader } = place;
    const elsewhere = { ...gate, uri: gate.uri.replace("127.0.0.1", "db.example.org") };
    const cases: [Record<string, string>, string][] = [
      [{ MIGRATE_GATE: "" }, "MIGRATE_GATE is not set to JSON with username, password, uri"],
      [{ MIGRATE_OWNER: "[]" }, "MIGRATE_OWNER is not set to JSON with username, password"],
      [
        { MIGRATE_READER: JSON.stringify({ ...reader, uri: "mlflow" }) },
        "the uri of MIGRATE_READER names no server and database",
      ],
      [{ MIGRATE_GATE: JSON.stringify(elsewhere) }, "the uris of the secrets do not fit together"],
      [{ MIGRATE_GATE: JSON.stringify(reader) }, "the uris of the secrets do not fit together"],
      [{ MIGRATE_WAIT_SECONDS: "soon" }, "MIGRATE_WAIT_SECONDS is 'soon'"],
      [
        { MIGRATE_OWNER: JSON.stringify({ ...owner, password: "c3".repeat(9) }) },
        `no connection as ${owner.username} to 127.0.0.1`,
      ],
      // What the image sets: this server has no certificate.
      [
        { PGSSLMODE: "verify-full", PGSSLROOTCERT: "/nowhere" },
        "server does not support SSL, but SSL was required",
      ],
    ];
    for (const [variables, said] of cases) {
      const { code, output } = await migrate(place, variables);
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(said) });
      for (const each of [owner, gate, reader, place.mlflow]) expect(output).not.toContain(each.password);
      expect(output).not.toContain("c3".repeat(9));
    }
  });
});

describe("An MLflow for the scheduled jobs, by the login that may only read", () => {
  withPostgres("searches, gets and downloads, and writes nothing whatever it is asked", async () => {
    const place = await placeOn(postgres);
    await migrate(place);
    const artifacts = temporaryFolder();
    mkdirSync(artifacts, { recursive: true });
    const writing = await running(place.mlflow, artifacts);
    const { run } = await client("train", writing.url);
    const reading = await running(place.reader, artifacts);
    const read = { run, version: "1", param: { depth: "4" }, metric: { test_auc: 0.91 }, weights: "0.25" };
    expect(await client("read", reading.url)).toEqual(read);
    const tried = await client("write", reading.url, String(run));
    expect(Object.keys(tried)).toHaveLength(8);
    expect(Object.values(tried)).not.toContain(true);
    expect(await client("read", writing.url)).toEqual(read);
  });

  withPostgres("starts on a schema in which MLflow itself has never run", async () => {
    const place = await placeOn(postgres);
    await migrate(place);
    await running(place.reader);
  });
});
