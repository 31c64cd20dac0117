/** Trino's own HTTP protocol, as far as running one of our texts with parameters needs it: no Java program to start. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Column, Value } from "../../evidence/queries";
import { sqlLiteral } from "../../evidence/queries/sql-literal";
import { CATALOG } from "../../evidence/queries/table";

export interface TrinoAnswer {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly Value[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/**
 * Runs a text with a value for each `?`, as Athena does: the text is prepared, then executed with the values as SQL.
 * Throws what Trino says when it refuses.
 */
export async function queryTrino(
  url: string,
  database: string,
  sql: string,
  values: readonly string[] = [],
): Promise<TrinoAnswer> {
  const prepared = values.length > 0;
  const headers = {
    "X-Trino-User": "sandbox",
    "X-Trino-Catalog": CATALOG,
    "X-Trino-Schema": database,
    ...(prepared && { "X-Trino-Prepared-Statement": `question=${encodeURIComponent(sql)}` }),
  };
  const body = prepared ? `EXECUTE question USING ${values.map(sqlLiteral).join(", ")}` : sql;
  let page = await read(fetch(`${url}/v1/statement`, { method: "POST", headers, body }));
  let columns: readonly Column[] = [];
  const rows: (readonly Value[])[] = [];
  for (;;) {
    if (page.error) throw new Error(`${page.error.errorName}: ${page.error.message}`);
    columns = page.columns?.map(columnOf) ?? columns;
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return { columns, rows };
    page = await read(fetch(page.nextUri));
  }
}

async function read(answer: Promise<Response>): Promise<Page> {
  const response = await answer;
  // Asked to come again: so says the protocol.
  if (response.status === 503) {
    await sleep(50);
    return read(fetch(response.url));
  }
  if (!response.ok) throw new Error(`Trino answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Page;
}

function columnOf({ name, type }: { readonly name: string; readonly type: string }): Column {
  return { name, type: type === "bigint" || type === "double" || type === "boolean" ? type : "varchar" };
}
