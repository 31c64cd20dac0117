import type { Finding, Inventory } from "../archive";
import type { BoundQuery } from "./bind";
import type { ColumnType } from "./events-view";

/** A value of a row; NULL is null. */
export type Value = string | number | boolean | null;

/** A column of an answer. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Takes rows as they come, so that an answer of any size fits. Columns come once, before the first row. */
export interface RowSink {
  columns(columns: readonly Column[]): void | Promise<void>;
  row(values: readonly Value[]): void | Promise<void>;
}

/** What an engine read to answer. */
export interface Usage {
  /** Bytes of stored, compressed objects, as the engine counts them. */
  readonly bytesRead: number;
  readonly milliseconds: number;
  /** What the vendor will charge for reading, as far as can be told. */
  readonly cost?: { readonly usd: number; readonly basis: string };
}

/** How an engine came to its rows. */
export interface EngineReport {
  readonly usage: Usage;
  /** What is wrong with objects it read. */
  readonly findings: readonly Finding[];
  /** What a reader must know about how this engine reads. */
  readonly notes: readonly string[];
}

export interface RunOptions {
  /** Says in words what is being done. */
  readonly progress?: (words: string) => void;
  /** Ends the query early; what it may still cost is stopped. */
  readonly signal?: AbortSignal;
}

/** Something that runs the catalogue's texts over the archive. */
export interface QueryEngine {
  readonly name: "duckdb" | "athena";
  /** Throws UserError for what the user or the environment is to blame for. */
  run(bound: BoundQuery, inventory: Inventory, sink: RowSink, options?: RunOptions): Promise<EngineReport>;
}
