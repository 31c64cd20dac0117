import { join } from "node:path";
import { Client } from "pg";
import { FolderRecordStore, readHead, readRecord, peekRecord, type Details } from "../../../evidence/records";
import { REGISTRY_CHECK_STREAM } from "../../../gate/agreement";
import { composeGate, type ComposedGate } from "../../../gate/compose";
import type { Log } from "../../../gate/log";
import type { EvaluationReport } from "../../../sandbox/datadog/log-path";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { gate as evidenceGate, type Said } from "../../cli/run-records";
import { MemorySink } from "../../sandbox/memory-sink";
import { synthesize } from "../../stacks/synthesized";
import { PeopleAt } from "../decisions/people-at";
import type { ArtifactStore } from "../hostile/real-mlflow";
import { RestClient, type Training } from "../decisions/training";
import { startWholeGate, type WholeGate } from "../decisions/whole-gate";
import { startPostgres, type TestPostgres } from "../postgres";

const API_KEY = "a-key-of-the-organisation";
const APPLICATION_KEY = "an-application-key";
const NAME = "credit-scoring";
/** What MLflow's database was when it was kept. */
const KEPT = "kept";

/** A run of the detector: what it printed, what its record says, what Datadog was told of it. */
export interface Run {
  readonly exitCode: Said["exitCode"];
  readonly said: Said;
  /** `code version`. */
  readonly found: readonly string[];
  readonly record: Details<"registry-check">;
  /** The events that this run sent. */
  readonly events: readonly Event[];
}

/** As Datadog shows it. */
interface Event {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

/** What MLflow stands on. */
interface Ground {
  /** Address of its database. */
  readonly mlflow: string;
  /** @default a folder of its own */
  readonly artifacts?: ArtifactStore;
}

const ownGround = async (postgres: TestPostgres): Promise<Ground> => ({
  mlflow: (await postgres.urlOf("mlflow")).replace("postgresql:", "postgresql+psycopg2:"),
});

/** A gate and MLflow on PostgreSQL, whose databases and files can be tampered with, and a Datadog with the product's monitors. */
export class TamperedWorld {
  readonly #sql: Client;
  readonly people: PeopleAt;

  private constructor(
    private readonly postgres: TestPostgres,
    readonly gate: WholeGate,
    private readonly datadog: DatadogStandIn,
    sql: Client,
  ) {
    this.#sql = sql;
    this.people = new PeopleAt(gate);
  }

  /**
   * @param groundOn prepares what MLflow stands on. @default a database on this server, and a folder
   * @returns why there can be none on this machine
   */
  static async start(groundOn = ownGround): Promise<TamperedWorld | { readonly missing: string }> {
    const postgres = await startPostgres();
    if ("missing" in postgres) return postgres;
    const { mlflow, artifacts } = await groundOn(postgres);
    const datadog = await startDatadogStandIn({
      ...{ stacksDir: join(synthesize().dir, "stacks"), stacks: ["sandbox-datadog"], apiKey: API_KEY },
      ...{ applicationKeys: { [APPLICATION_KEY]: "platform@sandbox.example" } },
      ...{ sink: new MemorySink(), flushIntervalMs: 3_600_000 },
    });
    const gate = await startWholeGate({ mlflow, gate: postgres.url }, artifacts);
    const sql = new Client({ connectionString: await postgres.urlOf("postgres") });
    await sql.connect();
    return new TamperedWorld(postgres, gate, datadog, sql);
  }

  async stop(): Promise<void> {
    await this.#sql.end();
    await this.gate.stop();
    await this.datadog.stop();
    await this.postgres.stop();
  }

  /** Statements as who has MLflow's database in his hands. */
  async sql(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.#sql.query(statement);
  }

  /** Trains through the gate, and puts what was made into production where doors are named. */
  async release(weights: string, ...doors: readonly ("champion" | "stage")[]): Promise<Training> {
    const anna = new RestClient(this.gate.url, await this.gate.token("anna"));
    const training = await anna.train({ commit: this.gate.commit, weights });
    const { version } = training;
    if (doors.length > 0) await this.people.approve(version);
    for (const door of doors)
      await (door === "champion"
        ? anna.ask("POST", "mlflow/registered-models/alias", { name: NAME, alias: "champion", version })
        : anna.ask("POST", "mlflow/model-versions/transition-stage", {
            ...{ name: NAME, version, stage: "Production", archive_existing_versions: true },
          }));
    return training;
  }

  /** Remembers all of MLflow's tables as they are now, as a backup of its database does. */
  async keep(): Promise<void> {
    await this.sql(`drop schema if exists ${KEPT} cascade`, `create schema ${KEPT}`);
    for (const table of await this.#tables())
      await this.sql(`create table ${KEPT}."${table}" as table public."${table}"`);
  }

  /** Puts them back: rows and nothing else, with a server that goes on. */
  async restore(): Promise<void> {
    const tables = await this.#tables();
    await this.sql("begin", "set local session_replication_role = replica");
    await this.sql(`truncate ${tables.map((table) => `public."${table}"`).join(", ")}`);
    for (const table of tables) {
      const columns = await this.#columns(table);
      await this.sql(`insert into public."${table}" (${columns}) select ${columns} from ${KEPT}."${table}"`);
    }
    await this.sql("commit");
  }

  /** Those that are stored: what is generated from others cannot be written. */
  async #columns(table: string): Promise<string> {
    const { rows } = await this.#sql.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'",
      [table],
    );
    return rows.map(({ column_name }) => `"${column_name}"`).join(", ");
  }

  async #tables(): Promise<readonly string[]> {
    const { rows } = await this.#sql.query<{ tablename: string }>(
      "select tablename from pg_tables where schemaname = 'public' order by tablename",
    );
    return rows.map(({ tablename }) => tablename);
  }

  /**
   * Options of a run of the detector, as a scheduled job has them.
   * @param mlflow address of the MLflow it asks. @default the one that the gate uses
   */
  options(mlflow = this.gate.mlflow.url): readonly string[] {
    const { configs, keys, vault, detectorKey } = this.gate;
    return [
      ...["check", "--environment", "sandbox", "--configs", configs, "--keys", keys, "--dir", vault],
      ...["--mlflow", mlflow, "--state", this.postgres.url],
      ...["--record", "--signing-key", detectorKey, "--datadog-api", this.datadog.url, "--json"],
    ];
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, DD_API_KEY: API_KEY };
  }

  /** A further task of the gate that alerts this Datadog and looks at the registry as soon as it has started. */
  async gateThatLooks(log: Log): Promise<ComposedGate> {
    const settings = { ...this.gate.settings, datadogApi: this.datadog.url, datadogApiKey: API_KEY };
    return composeGate(settings, log, { firstAfterMs: 0 });
  }

  /** One run of the detector. */
  async detect(mlflow?: string): Promise<Run> {
    const before = (await this.events()).length;
    process.env["DD_API_KEY"] = API_KEY;
    const said = await evidenceGate(...this.options(mlflow));
    delete process.env["DD_API_KEY"];
    if (said.fault !== undefined) throw new Error(said.stderr);
    const { disagreements } = JSON.parse(said.stdout) as {
      disagreements: { code: string; version?: string }[];
    };
    return {
      exitCode: said.exitCode,
      said,
      found: disagreements.map(({ code, version }) => `${code} ${version ?? ""}`.trim()).sort(),
      record: await this.lastRecord(),
      events: (await this.events()).slice(before),
    };
  }

  async lastRecord(): Promise<Details<"registry-check">> {
    const store = new FolderRecordStore(this.gate.vault);
    const { sequence } = await readHead(store, REGISTRY_CHECK_STREAM);
    const key = `records/${REGISTRY_CHECK_STREAM}/${String(sequence).padStart(12, "0")}.dsse.json`;
    const peeked = peekRecord((await readRecord(store, key))?.bytes as Buffer);
    if (typeof peeked === "string" || peeked.said.kind !== "registry-check") throw new Error(String(peeked));
    return peeked.said.statement.predicate.details;
  }

  /** Events about the registry that Datadog took, oldest first. */
  async events(): Promise<readonly Event[]> {
    const url = new URL("/api/v2/events", this.datadog.url);
    url.searchParams.set("filter[query]", "registry_check:*");
    url.searchParams.set("filter[from]", String(Date.now() - 3_600_000));
    url.searchParams.set("filter[to]", String(Date.now() + 60_000));
    url.searchParams.set("page[limit]", "1000");
    url.searchParams.set("sort", "timestamp");
    const headers = { "dd-api-key": API_KEY, "dd-application-key": APPLICATION_KEY };
    const response = await fetch(url, { headers });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const { data } = (await response.json()) as {
      data: { attributes: { tags: string[]; message: string; attributes: { title: string } } }[];
    };
    return data.map(
      ({
        attributes: {
          tags,
          message,
          attributes: { title },
        },
      }) => ({
        ...{ title, text: message, tags },
      }),
    );
  }

  /** Names of the monitors that alert after so many minutes. */
  async alerting(afterMinutes: number): Promise<readonly string[]> {
    const response = await fetch(`${this.datadog.url}/__sandbox/evaluate`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ at: new Date(Date.now() + afterMinutes * 60_000).toISOString() }),
    });
    const { evaluations, errors } = (await response.json()) as EvaluationReport;
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return evaluations.filter(({ state }) => state === "Alert").map(({ monitor }) => monitor);
  }
}
