import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FolderRecordStore, verifyRecords, readKeyRing } from "../../../evidence/records";
import { REGISTRY_MONITORS } from "../../../constructs/datadog-organisation/registry-monitors";
import { REGISTRY_CHECK_STREAM } from "../../../gate/agreement";
import { RestClient, type Training } from "../decisions/training";
import { TamperedWorld } from "./tampered-world";

jest.setTimeout(400_000);

const NAME = "credit-scoring";
const BIN = resolve(__dirname, "../../../cli/bin.mjs");

/** What was done to MLflow behind the gate's back, and what the next run of the detector has to say. */
interface Tampering {
  readonly what: string;
  readonly by: (world: TamperedWorld, made: { first: Training; second: Training }) => Promise<unknown>;
  readonly found: readonly string[];
}

const VERSION = `name = '${NAME}' and version =`;
const COPIED = (stamped: boolean) => [
  `insert into model_versions (workspace, name, version, creation_time, last_updated_time, current_stage, source, storage_location, run_id, status)
   select workspace, name, 9, (extract(epoch from now()) * 1000)::bigint, last_updated_time, 'None', source, storage_location, run_id, status from model_versions where ${VERSION} 1`,
  ...(stamped
    ? [
        `insert into model_version_tags (workspace, name, version, key, value)
         select workspace, name, 9, key, value from model_version_tags where ${VERSION} 1`,
      ]
    : []),
];

const TAMPERINGS: readonly Tampering[] = [
  { what: "a version was put into production by SQL", by: (world) => world.sql(`update model_versions set current_stage = 'Production' where ${VERSION} 2`), found: ["not-recorded 2"] },
  { what: "an alias was moved past the gate, through MLflow itself", by: ({ gate }) => new RestClient(gate.mlflow.url, "none").ask("POST", "mlflow/registered-models/alias", { name: NAME, alias: "champion", version: "2" }), found: ["alias-moved 1", "not-recorded 2"] },
  { what: "a version was taken out of production by SQL", by: (world) => world.sql(`update model_versions set current_stage = 'Archived' where ${VERSION} 1`), found: ["not-in-production 1"] },
  { what: "the alias was moved by SQL", by: (world) => world.sql(`update registered_model_aliases set version = 2 where name = '${NAME}' and alias = 'champion'`), found: ["alias-moved 1", "not-recorded 2"] },
  { what: "the alias was deleted by SQL", by: (world) => world.sql(`delete from registered_model_aliases where alias = 'champion'`), found: ["not-in-production 1"] },
  { what: "a version was inserted by SQL", by: (world) => world.sql(...COPIED(false)), found: ["stamp-missing 9"] },
  { what: "a version was inserted by SQL and the alias moved to it", by: (world) => world.sql(...COPIED(false), `update registered_model_aliases set version = 9 where alias = 'champion'`), found: ["alias-moved 1", "not-recorded 9", "stamp-missing 9"] },
  { what: "a version was inserted by SQL with the stamp of another", by: (world) => world.sql(...COPIED(true)), found: ["stamp-forged 1", "stamp-forged 9"] },
  { what: "a version was inserted by SQL with a stamp of its own", by: (world) => world.sql(...COPIED(true), `update model_version_tags set value = gen_random_uuid()::text where ${VERSION} 9 and key = 'evidence.call'`), found: ["stamp-forged 9"] },
  { what: "a stamp was taken away by SQL", by: (world) => world.sql(`delete from model_version_tags where ${VERSION} 2 and key like 'evidence.%'`), found: ["stamp-missing 2"] },
  { what: "a stamp was given to somebody else by SQL", by: (world) => world.sql(`update model_version_tags set value = regexp_replace(value, '#.*', '#p-mallory') where ${VERSION} 2 and key = 'evidence.created_by'`), found: ["stamp-forged 2"] },
  { what: "a metric was made better by SQL", by: (world, { first }) => world.sql(`update latest_metrics set value = 0.99 where run_uuid = '${first.run}' and key = 'test_brier_score'`), found: ["evidence-changed 1"] },
  { what: "a parameter was changed by SQL", by: (world, { first }) => world.sql(`update params set value = '2.0' where run_uuid = '${first.run}'`), found: ["evidence-changed 1"] },
  { what: "a dataset was exchanged by SQL", by: (world) => world.sql(`update datasets set dataset_source = '{"uri": "s3://lake/others.parquet"}' where name = 'german-credit-training'`), found: ["evidence-changed 1"] },
  { what: "the run's maker was changed by SQL", by: (world, { first }) => world.sql(`update runs set user_id = 'mallory' where run_uuid = '${first.run}'`), found: ["evidence-changed 1", "stamp-forged 1"] },
  { what: "the logged model was deleted by SQL", by: (world, { first }) => world.sql(`update logged_models set lifecycle_stage = 'deleted' where model_id = '${first.model}'`), found: ["artifacts-changed 1", "evidence-changed 1"] },
  { what: "the run was deleted by SQL", by: (world, { first }) => world.sql(`update runs set lifecycle_stage = 'deleted' where run_uuid = '${first.run}'`), found: ["evidence-changed 1", "run-gone 1"] },
  { what: "the version was deleted by SQL", by: (world) => world.sql(`delete from registered_model_aliases where alias = 'champion'`, `delete from model_version_tags where ${VERSION} 1`, `delete from model_versions where ${VERSION} 1`), found: ["not-in-production 1", "not-in-production 1", "version-gone 1"] },
  { what: "the version was made anew under the same number by SQL", by: (world) => world.sql(`update model_versions set creation_time = creation_time + 5000 where ${VERSION} 1`), found: ["version-recreated 1"] },
  { what: "the model was hidden among the prompts, and the alias moved", by: (world) => world.sql(`insert into registered_model_tags (workspace, name, key, value) values ('default', '${NAME}', 'mlflow.prompt.is_prompt', 'true')`, `update registered_model_aliases set version = 2 where alias = 'champion'`), found: ["alias-moved 1", "not-recorded 2"] },
]; // prettier-ignore

/** Whether this machine has PostgreSQL is known only when it is started; without it nothing here can be tried. */
describe("The detector, at a gate before a real MLflow on PostgreSQL", () => {
  let world: TamperedWorld;
  let first: Training;
  let second: Training;
  let weights: string;
  let bytes: Buffer;

  beforeAll(async () => {
    const started = await TamperedWorld.start();
    if ("missing" in started) throw new Error(`PostgreSQL is needed here: ${started.missing}`);
    world = started;
    first = await world.release("first", "champion", "stage");
    second = await world.release("second");
    const { experiment, model } = first;
    weights = join(
      world.gate.mlflow.artifacts,
      experiment,
      "models",
      model,
      "artifacts",
      "data",
      "model.pkl",
    );
    bytes = readFileSync(weights);
    await world.keep();
  });
  // Whatever a test left: the next one begins with what the gate decided.
  afterEach(() => writeFileSync(weights, bytes));
  afterAll(() => world?.stop());

  /** Keys of the monitors of the registry that alert. */
  async function alerting(): Promise<readonly string[]> {
    // They wait five minutes for what comes late, and as long with a group that they have not seen before.
    await world.alerting(6);
    const names = await world.alerting(12);
    return REGISTRY_MONITORS.filter(({ title }) => names.some((name) => name.endsWith(title))).map(
      ({ key }) => key,
    );
  }

  test("agrees while everything goes through the gate, which it records; nobody is disturbed", async () => {
    const { exitCode, record, events } = await world.detect();
    expect({ exitCode, events }).toEqual({ exitCode: 0, events: [] });
    expect(record).toMatchObject({ outcome: "agrees", places: 2, findings: [], findingsLeftOut: 0 });
    expect(record.notLookedAt).toBeUndefined();
    expect(await alerting()).toEqual([]);
  });

  test.each(TAMPERINGS)("$what: found within one run, named, recorded, told", async ({ by, found }) => {
    await by(world, { first, second });
    const run = await world.detect().finally(() => world.restore());
    expect({ exitCode: run.exitCode, found: run.found }).toEqual({ exitCode: 2, found });
    expect(run.record.outcome).toBe("disagrees");
    const recorded = run.record.findings.map(({ code, version }) => `${code} ${version}`).sort();
    expect(recorded).toEqual(found);
    expect(run.record.findings.every(({ told, model }) => told === true && model === NAME)).toBe(true);
    const told = run.events.map(({ tags }) => tags);
    expect(told).toHaveLength(found.length);
    for (const one of found) {
      const [code, version] = one.split(" ");
      const wanted = [
        "registry_check:new",
        `disagreement:${code}`,
        `model_version:${version}`,
        "env:sandbox",
      ];
      expect(told).toContainEqual(expect.arrayContaining([...wanted, `registered_model:${NAME}`]));
    }
    const after = await world.detect();
    expect({ exitCode: after.exitCode, found: after.found }).toEqual({ exitCode: 0, found: [] });
    const gone = after.events.filter(({ tags }) => tags.includes("registry_check:recovered"));
    expect(gone).toHaveLength(found.length);
  });

  test("artifacts that were replaced in the store are found, told once while that stands, and set off both monitors", async () => {
    writeFileSync(weights, "other weights");
    const run = await world.detect();
    expect(run).toMatchObject({ exitCode: 2, found: ["artifacts-changed 1"] });
    expect(run.record.findings).toMatchObject([{ code: "artifacts-changed", told: true }]);
    expect(run.events.map(({ title }) => title)).toEqual([
      "[EU AI Act] Records and registry disagree: credit-scoring version 1 (artifacts-changed)",
    ]);
    const again = await world.detect();
    expect(again).toMatchObject({ exitCode: 2, found: ["artifacts-changed 1"], events: [] });
    expect(again.record.findings[0]?.since).toBe(run.record.checkedAt);
    expect(await alerting()).toEqual(["registry_disagreement", "registry_finding"]);
    writeFileSync(weights, bytes);
    expect((await world.detect()).found).toEqual([]);
  });

  test("an artifact that the store does not give is not passed over", async () => {
    const moved = `${weights}.moved`;
    renameSync(weights, moved);
    expect((await world.detect()).found).toEqual(["artifacts-changed 1"]);
    renameSync(moved, weights);
    expect((await world.detect()).exitCode).toBe(0);
  });

  test("two detectors at once: both records stand in the chain, and their events are one", async () => {
    writeFileSync(weights, "other weights");
    const before = (await world.events()).length;
    const run = async (): Promise<number | null> => {
      const child = spawn(process.execPath, [BIN, "gate", ...world.options()], {
        env: world.environment,
        stdio: "ignore",
      });
      const [code] = (await once(child, "exit")) as [number | null];
      return code;
    };
    const records = async () => {
      const ring = await readKeyRing(world.gate.keys);
      return verifyRecords(new FolderRecordStore(world.gate.vault), ring, REGISTRY_CHECK_STREAM);
    };
    const had = (await records()).streams[0]?.records ?? 0;
    expect(await Promise.all([run(), run()])).toEqual([2, 2]);
    const { streams, findings } = await records();
    expect({ more: (streams[0]?.records ?? 0) - had, findings }).toEqual({ more: 2, findings: [] });
    const told = (await world.events()).slice(before);
    expect([1, 2]).toContain(told.length);
    expect(new Set(told.map(({ title }) => title)).size).toBe(1);
    writeFileSync(weights, bytes);
    expect((await world.detect()).exitCode).toBe(0);
  });

  test("a record of the gate with a second version is said, and its decision counts for nothing", async () => {
    const { findings } = await world.lastRecord();
    expect(findings).toEqual([]);
    const [key] = readdirSync(join(world.gate.vault, "records", "gate")).filter(
      (name) => !name.startsWith("."),
    );
    const file = join(world.gate.vault, "records", "gate", key ?? "");
    copyFileSync(file, `${file}@2`);
    const run = await world.detect();
    expect(run.exitCode).toBe(2);
    expect(run.found).toContain("record-doubtful");
    expect(run.record.findings.find(({ code }) => code === "record-doubtful")?.found).toMatch(
      /^second-version/,
    );
    rmSync(`${file}@2`);
    expect((await world.detect()).exitCode).toBe(0);
  });

  test("MLflow's database restored to an earlier time is one finding that names what is gone", async () => {
    const third = await world.release("third", "champion");
    expect((await world.detect()).exitCode).toBe(0);
    await world.restore();
    const run = await world.detect();
    expect({ exitCode: run.exitCode, found: run.found }).toEqual({
      exitCode: 2,
      found: ["database-restored"],
    });
    const [finding] = run.record.findings;
    expect(finding?.found).toMatch(
      /^MLflow looks as at a time from .*, as after a restore of its database: 1 versions are gone/,
    );
    expect(finding?.things?.join("\n")).toContain(`version ${third.version} of credit-scoring, made at`);
    expect(finding?.things?.join("\n")).toContain(`its run ${third.run} as well`);
    expect(finding?.things?.join("\n")).toContain("alias champion of credit-scoring: version");
    expect(run.events).toHaveLength(1);
  });

  test("a gate looks by itself after its start, and tells through its alerts what no detector has told before", async () => {
    await world.sql(`update registered_model_aliases set version = 2 where alias = 'champion'`);
    const before = (await world.events()).length;
    const logged: Readonly<Record<string, unknown>>[] = [];
    const started = await world.gateThatLooks((_, entry) => void logged.push(entry));
    while (!logged.some(({ part }) => part === "agreement")) await sleep(100);
    await started.close();
    const told = (await world.events()).slice(before).map(({ title }) => title);
    expect(told).toContain(
      "[EU AI Act] Records and registry disagree: credit-scoring version 2 alias champion (not-recorded)",
    );
    expect(logged).toContainEqual(
      expect.objectContaining({ part: "agreement", code: "not-recorded", version: "2" }),
    );
  });
});
