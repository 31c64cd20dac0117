import type { DuckDBAppender } from "@duckdb/node-api";
import { classifyKey } from "../archive";
import { openDatabase, type Database } from "../export/database";
import type { SealedVersion } from "./check-sealed";
import type { SealFinding } from "./findings";
import { versionRef, type Seal } from "./seal";

/** What all seals say of all versions, on disk: ten years of them do not fit into memory. */
export class SealedTable {
  private constructor(
    private readonly archivePath: string,
    private readonly database: Database,
    private readonly rows: DuckDBAppender,
  ) {}

  /** @param folder exists, is empty, and is the table's until it is closed */
  static async open(folder: string, archivePath: string): Promise<SealedTable> {
    const database = await openDatabase(folder, "sealed.duckdb");
    await database.connection.run(
      "CREATE TABLE sealed (day VARCHAR, key VARCHAR, version_id VARCHAR, sha256 VARCHAR, sealed_by BIGINT)",
    );
    return new SealedTable(archivePath, database, await database.connection.createAppender("sealed"));
  }

  /** Adds what a seal lists; versions it could not read have no digest. */
  add({ sequence, details }: Seal): void {
    for (const { key, versionId, sha256 } of details.objects) this.#append(key, versionId, sha256, sequence);
    for (const { key, versionId } of details.unreadable) this.#append(key, versionId, undefined, sequence);
  }

  /** Ends the adding. */
  finish(): void {
    this.rows.closeSync();
  }

  /** Versions sealed with more than one digest. */
  async contradictions(): Promise<SealFinding[]> {
    const rows = await this.#rows(
      `SELECT key, version_id, string_agg(DISTINCT sha256 || ' by seal ' || sealed_by, ', ' ORDER BY sha256 || ' by seal ' || sealed_by)
       FROM sealed WHERE sha256 IS NOT NULL GROUP BY key, version_id HAVING count(DISTINCT sha256) > 1 ORDER BY key, version_id`,
    );
    return rows.map(([key, versionId, reason]) => ({
      code: "seal-contradicted",
      key: String(key),
      versionId: String(versionId),
      reason: String(reason),
    }));
  }

  /** What is sealed of one day, the first seal of each version. */
  async ofDay(day: string): Promise<{ versions: Map<string, SealedVersion>; unread: Set<string> }> {
    const versions = new Map<string, SealedVersion>();
    const unread = new Set<string>();
    const rows = await this.#rows(
      "SELECT key, version_id, sha256, sealed_by FROM sealed WHERE day = $day ORDER BY sealed_by",
      { day },
    );
    for (const [key, versionId, sha256, sealedBy] of rows as [string, string, string | null, bigint][]) {
      const ref = versionRef(key, versionId);
      if (sha256 === null) unread.add(ref);
      else if (!versions.has(ref)) versions.set(ref, { key, versionId, sha256, sealedBy: Number(sealedBy) });
    }
    return { versions, unread };
  }

  close(): void {
    this.database.close();
  }

  #append(key: string, versionId: string, sha256: string | undefined, sequence: number): void {
    const found = classifyKey(this.archivePath, key);
    this.rows.appendVarchar(found.kind === "archive" ? found.day : "");
    this.rows.appendVarchar(key);
    this.rows.appendVarchar(versionId);
    if (sha256 === undefined) this.rows.appendNull();
    else this.rows.appendVarchar(sha256);
    this.rows.appendBigInt(BigInt(sequence));
    this.rows.endRow();
  }

  async #rows(sql: string, values?: Record<string, string>): Promise<unknown[][]> {
    return (await this.database.connection.runAndReadAll(sql, values)).getRows();
  }
}
