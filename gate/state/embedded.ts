import { mkdir } from "node:fs/promises";
import type { Results } from "@electric-sql/pglite";
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import type { Connection } from "./connection";
import type { Tables } from "./tables";

/**
 * PostgreSQL inside this process, for one gate task. The library is loaded here and nowhere else: it takes hundreds of MB.
 * @param folder where it keeps its files, or `memory://`
 */
export async function connectEmbedded(folder: string): Promise<Connection> {
  const { PGlite } = await import("@electric-sql/pglite");
  if (!folder.includes("://")) await mkdir(folder, { recursive: true });
  const engine = await PGlite.create(folder);
  const pool = new PoolOfOne(async (sql, parameters) => engine.query(sql, [...parameters]));
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    // There is no other task, and in this one a model's turns have been waited for already.
    lock: () => Promise.resolve({ lost: () => false, release: () => Promise.resolve() }),
    outlivedByTasks: false,
    close: () => engine.close(),
  };
}

type Run = (sql: string, parameters: readonly unknown[]) => Promise<Results>;

/** The engine has one session: whoever connects waits until it is given back, so that transactions do not mix. */
class PoolOfOne implements PostgresPool {
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly run: Run) {}

  async connect(): Promise<PostgresPoolClient> {
    const before = this.#last;
    let release = () => {};
    this.#last = new Promise((resolve) => (release = resolve));
    await before;
    return { query: this.#query, release } as PostgresPoolClient;
  }

  end(): Promise<void> {
    return this.#last;
  }

  /** The part of `pg`'s answer that the dialect reads. */
  #query = async (sql: string, parameters: readonly unknown[]) => {
    const { rows, affectedRows = 0 } = await this.run(sql, parameters);
    const command = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? "";
    return { command, rowCount: affectedRows, rows };
  };
}
