import path from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

/**
 * Memory DuckDB may take. What does not fit goes to its file and temporary folder, so that the memory needed does
 * not grow with the number of events.
 */
const MEMORY_LIMIT = "384MB";
/**
 * One thread: each more holds buffers of its own, and a sort far beyond the limit then fails for want of memory.
 * Fixed, so that output does not depend on the machine either.
 */
const THREADS = "1";

const SETTINGS = [
  // Give freed memory back at once: the allocator otherwise keeps several times the limit.
  "SET allocator_flush_threshold = '16MB'",
  "SET allocator_bulk_deallocation_flush_threshold = '32MB'",
  "SET allocator_background_threads = true",
  "SET preserve_insertion_order = true",
];

/** An open database and how to close it. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Rows that are compressed together. DuckDB's own 122,880 rows of a kilobyte each would be held unpacked at once. */
const ROW_GROUP_SIZE = 20_480;

/** Opens a database that works in `folder` with bounded memory: its tables in `file` there, or in memory without. */
export async function openDatabase(folder: string, file?: string): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY_LIMIT,
    threads: THREADS,
    temp_directory: path.join(folder, "spill"),
    // Nothing is fetched, and no file of the user's home is read.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  for (const setting of SETTINGS) await connection.run(setting);
  if (file !== undefined) {
    await connection.run(
      `ATTACH ${literal(path.join(folder, file))} AS work (ROW_GROUP_SIZE ${ROW_GROUP_SIZE})`,
    );
    await connection.run("USE work");
  }
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Text as an SQL literal, for places that take no parameter (file names of COPY). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
