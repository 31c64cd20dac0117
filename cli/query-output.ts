import { once } from "node:events";
import Table from "cli-table3";
import { ARCHIVE_FINDINGS } from "../evidence/archive";
import {
  logSearch,
  type BoundQuery,
  type CatalogueQuery,
  type Column,
  type EngineReport,
  type QueryEngine,
  type RowSink,
  type Value,
} from "../evidence/queries";
import { visible } from "./visible";

/** Rows shown to a person; the other forms have all. */
const SHOWN_ROWS = 100;
/** Width taken where there is no terminal. */
const PAPER_WIDTH = 120;

/** A sink that is told when the answer is complete. */
export interface Output extends RowSink {
  end(report: EngineReport): Promise<void>;
}

/** Rows as CSV (RFC 4180), NULL as nothing, with a header. */
export function printsCsv(): Output {
  return {
    columns: (columns) => write(`${columns.map(({ name }) => csvField(name)).join(",")}\r\n`),
    row: (values) => write(`${values.map(csvField).join(",")}\r\n`),
    end: async () => undefined,
  };
}

function csvField(value: Value): string {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One JSON object: the question, the rows as objects, and how they were come by. Written as the rows come. */
export function printsJson({ query, period, days, values }: BoundQuery, engine: QueryEngine["name"]): Output {
  let names: readonly string[] = [];
  let before = "";
  return {
    columns: (columns) => {
      names = columns.map(({ name }) => name);
      const asked = { query: query.name, engine, period, days, positions: query.positions, values, columns };
      return write(`${JSON.stringify(asked).slice(0, -1)},"rows":[`);
    },
    row: async (row) => {
      await write(
        `${before}\n${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]])))}`,
      );
      before = ",";
    },
    end: ({ findings, notes, usage }) => write(`],${JSON.stringify({ findings, notes, usage }).slice(1)}\n`),
  };
}

/** Waits where the reader is slower, so that an answer of any size takes no more memory. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** The first rows for a person: as a table where it fits the terminal, else one block a row. Empty columns are left out. */
export function printsTable(): Output {
  let columns: readonly Column[] = [];
  let total = 0;
  const rows: (readonly Value[])[] = [];
  return {
    columns: (given) => {
      columns = given;
    },
    row: (values) => {
      if (++total <= SHOWN_ROWS) rows.push(values);
    },
    end: async () => {
      if (total === 0) return write("no rows\n");
      await write(`${shown(columns, rows)}\n`);
      if (total > SHOWN_ROWS)
        await write(`and ${total - SHOWN_ROWS} row(s) more: --csv and --json print all\n`);
    },
  };
}

function shown(columns: readonly Column[], rows: readonly (readonly Value[])[]): string {
  const filled = columns.flatMap(({ name }, at) =>
    rows.some((row) => row[at] !== null) ? [{ name, at }] : [],
  );
  const table = new Table({ head: filled.map(({ name }) => name), style: { head: [], border: [] } });
  for (const row of rows) table.push(filled.map(({ at }) => short(row[at] ?? null)));
  const text = table.toString();
  const width = text.indexOf("\n");
  if (width <= (process.stdout.columns ?? PAPER_WIDTH)) return text;
  const label = Math.max(...filled.map(({ name }) => name.length));
  const block = (row: readonly Value[]) =>
    filled
      .filter(({ at }) => row[at] !== null)
      .map(({ name, at }) => `${name.padEnd(label)}  ${visible(String(row[at]))}`)
      .join("\n");
  return rows.map(block).join("\n\n");
}

/** Digests are told apart by their beginning; --csv and --json have them whole. */
function short(value: Value): string {
  const text = value === null ? "" : visible(String(value));
  return /^[0-9a-f]{32,}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

/** On stderr: what was read, what it costs, and what is wrong with it. */
export function printReport({ query, days }: BoundQuery, engine: string, report: EngineReport): void {
  const { usage, findings, notes } = report;
  const { bytesRead, milliseconds, cost } = usage;
  const lines = [
    `${query.title}: ${engine}, days ${days[0]} to ${days.at(-1)}, ${(bytesRead / 1e6).toFixed(1)} MB read, ${(milliseconds / 1000).toFixed(1)} s`,
    ...(cost ? [`cost about ${cost.usd.toFixed(5)} USD (${cost.basis})`] : []),
    ...notes,
    ...findings.map(
      ({ code, key, version_id: version, reason }) =>
        `finding: ${titleOf(code)}: ${key}${version === undefined ? "" : ` (version ${version})`}: ${reason} [${code}]`,
    ),
  ];
  console.error(lines.map(visible).join("\n"));
}

function titleOf(code: string): string {
  return code in ARCHIVE_FINDINGS ? ARCHIVE_FINDINGS[code as keyof typeof ARCHIVE_FINDINGS].title : code;
}

/** The catalogue for a person, or whole as JSON. */
export function printCatalogue(catalogue: readonly CatalogueQuery[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify(catalogue, null, 2));
    return;
  }
  const blocks = catalogue.map((query) => {
    const { name, title, answers, duties, parameters } = query;
    return [
      `${name}: ${title}`,
      `  ${answers}`,
      `  duties: ${duties.join(", ")}`,
      "  --param from=..., --param to=...",
      ...parameters.map((parameter) => `  --param ${parameter.name}=...  ${parameter.description}`),
      `  in Datadog, of indexed entries: ${logSearch(query) ?? "no log search answers it"}`,
    ].join("\n");
  });
  console.log(blocks.join("\n\n"));
}
