import { queryArchiveEmpty } from "../../errors";
import { takeInventory, type ArchiveSource } from "../archive";
import type { BoundQuery } from "./bind";
import type { EngineReport, QueryEngine, RowSink, RunOptions } from "./engine";

/**
 * Answers one question of the catalogue. Whatever the engine, all object versions and delete markers of the days read
 * are listed first: an engine that sees only the newest version of an object must not hide that there are others.
 *
 * @throws UserError; `query-archive-empty` (exit 2) when nothing at all is archived for those days
 */
export async function runQuery(
  bound: BoundQuery,
  archive: { readonly source: ArchiveSource; readonly path: string },
  engine: QueryEngine,
  sink: RowSink,
  options: RunOptions = {},
): Promise<EngineReport> {
  options.progress?.("listing objects");
  const inventory = await takeInventory(archive.source, archive.path, bound.days);
  if (inventory.versions.length === 0) {
    const findings = inventory.findings.map(({ code, key, reason }) => `${code} ${key}: ${reason}`);
    throw queryArchiveEmpty(archive.source.name, bound.days[0]!, bound.days.at(-1)!, findings);
  }
  const report = await engine.run(bound, inventory, sink, options).catch((error: unknown) => {
    // What an engine says when it is interrupted is of no interest; why it was, is.
    options.signal?.throwIfAborted();
    throw error;
  });
  return { ...report, findings: [...inventory.findings, ...report.findings] };
}
