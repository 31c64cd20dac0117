import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { readAhead, type ArchiveSource, type Inventory } from "../archive";
import { batchesOf, type Batch } from "./batches";
import type { FindingLog } from "./findings";
import type { Period } from "./period";
import { ReaderPool } from "./reader-pool";
import {
  readLeftSummary,
  readSummary,
  segmentFiles,
  type SegmentFiles,
  type SegmentSummary,
} from "./segment";
import { stageObjects, type Staged } from "./stage";

/** Which events an export is about. */
export interface Selection {
  readonly system: string;
  readonly environment: string;
  readonly period: Period;
}

/** An object version that was read; an entry of `objects.json`. */
export interface ObjectRead {
  readonly key: string;
  readonly version_id: string;
  readonly written_at: string;
  readonly bytes: number;
  /** Of the object's bytes as stored; absent when it could not be read. */
  readonly sha256?: string;
  readonly lines: number;
  /** Log entries in it, of whatever system and time. */
  readonly entries: number;
  /** Those of the system, environment and period asked for, duplicates included. */
  readonly selected: number;
}

/** What reading counted beyond the objects. */
export interface ReadingCounts {
  outside_period: number;
  other_systems: number;
  other_environments: number;
  view_altered: number;
}

/** A segment and what it came to, in the order of the inventory. */
export interface Segment {
  readonly files: SegmentFiles;
  readonly summary: SegmentSummary;
}

/** Takes a segment, and how many of all objects and bytes are read. */
export type OnSegment = (
  segment: Segment,
  progress: { readonly done: number; readonly total: number; readonly bytes: number },
) => Promise<void>;

/**
 * Reads every object version of the inventory into segments in `folder`, several batches at a time; what an earlier
 * run left whole there is not read again. Nothing found in an object stops it. Throws UserError when the archive
 * cannot be reached; the segments finished until then stay.
 */
export async function collect(
  source: ArchiveSource,
  inventory: Inventory,
  selection: Selection,
  findings: FindingLog,
  folder: string,
  onSegment: OnSegment,
): Promise<ReadingCounts> {
  const counts = { outside_period: 0, other_systems: 0, other_environments: 0, view_altered: 0 };
  const total = inventory.versions.length;
  let [done, bytes] = [0, 0];
  for (const finding of inventory.findings) findings.add(finding);
  await mkdir(folder, { recursive: true });
  const pool = ReaderPool.open(
    selection,
    inventory.versions.reduce((sum, version) => sum + version.bytes, 0),
  );
  try {
    // One batch more than are read at a time: its objects are fetched meanwhile.
    const segments = readAhead(batchesOf(inventory.versions), pool.width + 1, (batch) =>
      readSegment(source, batch, folder, pool),
    );
    for await (const segment of segments) {
      const { objects, counts: counted, findings: found } = segment.summary;
      findings.merge(found);
      for (const name of Object.keys(counts) as (keyof ReadingCounts)[]) counts[name] += counted[name];
      done += objects.length;
      bytes += objects.reduce((sum, object) => sum + object.bytes, 0);
      await onSegment(segment, { done, total, bytes });
    }
  } finally {
    await pool.close();
  }
  return counts;
}

async function readSegment(
  source: ArchiveSource,
  batch: Batch,
  folder: string,
  pool: ReaderPool,
): Promise<Segment> {
  const files = segmentFiles(folder, batch.name);
  const left = await readLeftSummary(files);
  if (left !== undefined) return { files, summary: left };
  const staging = path.join(folder, `${batch.name}.objects`);
  const staged: Staged[] = [];
  for await (const object of stageObjects(source, batch.versions, staging)) staged.push(object);
  await pool.read({ staged, files });
  await rm(staging, { recursive: true });
  const summary = await readSummary(files);
  if (summary === undefined) throw new Error(`the segment ${batch.name} vanished`);
  return { files, summary };
}
