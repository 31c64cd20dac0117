import { setTimeout as sleep } from "node:timers/promises";
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type ColumnInfo,
  type Datum,
  type QueryExecution,
} from "@aws-sdk/client-athena";
import { athenaTimedOut } from "../../errors";
import type { Finding, Inventory } from "../archive";
import { athenaFault, executionFault } from "./athena-faults";
import { athenaCost } from "./athena-price";
import type { BoundQuery } from "./bind";
import type { Column, EngineReport, QueryEngine, RowSink, RunOptions, Value } from "./engine";
import type { ColumnType } from "./events-view";
import { sqlLiteral } from "./sql-literal";
import { CATALOG } from "./table";

/** Where an environment's queries run. */
export interface AthenaPlace {
  readonly database: string;
  readonly workgroup: string;
  readonly region: string;
}

/** What is needed of the SDK's client; tests give their own. */
export type AthenaApi = Pick<AthenaClient, "send">;

/** Athena ends a query after 30 minutes itself, unless the account has another quota. */
const PATIENCE_MS = 31 * 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** The most Athena gives at once. */
const PAGE_ROWS = 1_000;

/** Runs the texts in Athena; credentials, profile and endpoint come from the environment, as for every AWS tool. */
export class AthenaEngine implements QueryEngine {
  readonly name = "athena";
  readonly #api: AthenaApi;

  constructor(
    private readonly place: AthenaPlace,
    api?: AthenaApi,
  ) {
    this.#api = api ?? new AthenaClient({ region: place.region });
  }

  async run(
    bound: BoundQuery,
    inventory: Inventory,
    sink: RowSink,
    options: RunOptions = {},
  ): Promise<EngineReport> {
    const started = Date.now();
    const executionId = await this.#start(bound);
    const execution = await this.#finish(executionId, options);
    await this.#deliver(executionId, sink);
    const bytesRead = execution.Statistics?.DataScannedInBytes ?? 0;
    return {
      usage: { bytesRead, milliseconds: Date.now() - started, cost: athenaCost(bytesRead) },
      findings: [],
      notes: [`query execution ${executionId}`, ...unseenVersions(inventory.findings)],
    };
  }

  async #start({ query, values }: BoundQuery): Promise<string> {
    const { database, workgroup } = this.place;
    const answer = await this.#send(() =>
      this.#api.send(
        new StartQueryExecutionCommand({
          QueryString: query.sql,
          // Athena puts them in as SQL, so that a text has to come with its quotes.
          ExecutionParameters: values.map(sqlLiteral),
          QueryExecutionContext: { Catalog: CATALOG, Database: database },
          WorkGroup: workgroup,
        }),
      ),
    );
    return answer.QueryExecutionId!;
  }

  async #finish(executionId: string, { progress, signal }: RunOptions): Promise<QueryExecution> {
    const deadline = Date.now() + PATIENCE_MS;
    let wait = FIRST_WAIT_MS;
    try {
      for (;;) {
        const execution = await this.#look(executionId);
        const { State: state = "unknown", StateChangeReason: words = "no reason given" } =
          execution.Status ?? {};
        if (state === "SUCCEEDED") return execution;
        if (state === "FAILED" || state === "CANCELLED") throw executionFault(executionId, state, words);
        progress?.(`Athena: ${state}, ${execution.Statistics?.DataScannedInBytes ?? 0} bytes scanned`);
        if (Date.now() >= deadline) throw athenaTimedOut(executionId, Math.round(PATIENCE_MS / 60_000));
        await sleep(wait, undefined, { ...(signal && { signal }) });
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    } catch (error) {
      // What nobody waits for any more would go on, and be charged.
      await this.#api
        .send(new StopQueryExecutionCommand({ QueryExecutionId: executionId }))
        .catch(() => undefined);
      throw error;
    }
  }

  async #look(executionId: string): Promise<QueryExecution> {
    const command = new GetQueryExecutionCommand({ QueryExecutionId: executionId });
    const { QueryExecution: execution } = await this.#send(() => this.#api.send(command));
    return execution ?? {};
  }

  async #deliver(executionId: string, sink: RowSink): Promise<void> {
    let columns: Column[] | undefined;
    let token: string | undefined;
    do {
      const command = new GetQueryResultsCommand({
        QueryExecutionId: executionId,
        MaxResults: PAGE_ROWS,
        NextToken: token,
      });
      const page = await this.#send(() => this.#api.send(command));
      const rows = page.ResultSet?.Rows ?? [];
      // The first row of the first page is the header.
      const fresh = columns === undefined ? rows.slice(1) : rows;
      if (columns === undefined) {
        columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(columnOf);
        await sink.columns(columns);
      }
      for (const { Data: data = [] } of fresh)
        await sink.row(columns.map(({ type }, at) => valueOf(data[at], type)));
      token = page.NextToken;
    } while (token !== undefined);
  }

  async #send<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      throw athenaFault(error, this.place.workgroup);
    }
  }
}

function columnOf({ Name: name = "", Type: type = "" }: ColumnInfo): Column {
  return { name, type: type === "bigint" || type === "double" || type === "boolean" ? type : "varchar" };
}

function valueOf(datum: Datum | undefined, type: ColumnType): Value {
  const text = datum?.VarCharValue;
  if (text === undefined) return null;
  if (type === "boolean") return text === "true";
  return type === "varchar" ? text : Number(text);
}

function unseenVersions(findings: readonly Finding[]): string[] {
  const hidden = findings.filter(({ code }) => code === "several-versions" || code === "delete-marker");
  if (hidden.length === 0) return [];
  return [
    "Athena reads the newest version of an object only, and nothing below a delete marker: ask again with --engine duckdb, or export, to see all versions",
  ];
}
