import type { Column, EngineReport, QueryEngine, RowSink, Value } from "../../../evidence/queries";
import { bindQuery, CATALOGUE, runQuery } from "../../../evidence/queries";
import type { ArchiveSource } from "../../../evidence/archive";
import { TestArchive } from "../archive/corpus";
import { OBJECTS, type CorpusObject } from "./corpus";

/** Path of the archive in the corpus. */
export const ARCHIVE_PATH = "art12";

/** Keeps all rows of an answer. */
export class Rows implements RowSink {
  readonly names: string[] = [];
  readonly all: (readonly Value[])[] = [];

  columns(columns: readonly Column[]): void {
    this.names.push(...columns.map(({ name }) => name));
  }

  row(values: readonly Value[]): void {
    this.all.push(values);
  }

  /** One column, from top to bottom. */
  column(name: string): Value[] {
    const at = this.names.indexOf(name);
    if (at < 0) throw new Error(`no column ${name} in ${this.names.join(", ")}`);
    return this.all.map((row) => row[at] ?? null);
  }

  /** Some columns, row by row. */
  pick(...names: string[]): Value[][] {
    const columns = names.map((name) => this.column(name));
    return this.all.map((_, row) => columns.map((column) => column[row] ?? null));
  }
}

/** The query of that name. */
export function question(name: string) {
  const found = CATALOGUE.find((query) => query.name === name);
  if (found === undefined) throw new Error(`no query ${name}`);
  return found;
}

/** Asks a question by name. */
export async function ask(
  name: string,
  parameters: Readonly<Record<string, string>>,
  source: ArchiveSource,
  engine: QueryEngine,
): Promise<{ rows: Rows; report: EngineReport }> {
  const rows = new Rows();
  const bound = bindQuery(question(name), parameters);
  return { rows, report: await runQuery(bound, { source, path: ARCHIVE_PATH }, engine, rows) };
}

/** A folder that stands for the bucket, with the objects in it. */
export function folderOf(objects: readonly CorpusObject[] = OBJECTS): string {
  const archive = new TestArchive();
  for (const { key, bytes, versionId } of objects) archive.put(key, bytes, versionId);
  return archive.folder;
}
