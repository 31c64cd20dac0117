import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inChild, type Result } from "./measure";

const EVENTS = 50_000;

/** How long one question takes in process (DuckDB, objects fetched first) and on Trino, from the same embedded S3. */
export function benchQueries(): Result {
  const folder = mkdtempSync(join(tmpdir(), "bench-queries-"));
  try {
    process.stderr.write(`an archive of ${EVENTS} events in the embedded S3, and Trino beside it ...\n`);
    const rows = inChild<{ query: string; title: string; duckDb: number; trino: number }[]>(
      join(__dirname, "queries-step.ts"),
      folder,
      String(EVENTS),
    );
    return {
      title: `Queries on ${EVENTS} events of a month, 720 objects (the embedded S3 answers slower than AWS)`,
      columns: ["query", "period", "DuckDB s", "Trino s", "DuckDB, as fast as Trino times"],
      rows: rows.map(({ query, title, duckDb, trino }) => [
        query,
        title,
        duckDb.toFixed(2),
        trino.toFixed(2),
        `${(trino / duckDb).toFixed(2)}x`,
      ]),
      notes: [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
