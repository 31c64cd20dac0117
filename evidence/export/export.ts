import { mkdir, rm } from "node:fs/promises";
import { bundleDiskFull } from "../../errors";
import { takeInventory, type ArchiveSource } from "../archive";
import { BundleFolder } from "./bundle-folder";
import type { Selection } from "./collect";
import { EventStore } from "./event-store";
import type { Manifest } from "./manifest";
import { windowDays } from "./period";
import { readEvents } from "./read-events";
import type { Signer } from "./signer";
import { writeBundle } from "./write-bundle";

/** What is asked for. */
export interface ExportRequest extends Selection {
  /** The authority's reference or another word for the request; printed in the bundle. */
  readonly reference?: string;
}

/** Where the archive is. */
export interface Archive {
  readonly source: ArchiveSource;
  /** Path of the archive in the bucket or folder. */
  readonly path: string;
}

/** Where the bundle goes, and whose it is. */
export interface BundleTarget {
  /** Folder to make. */
  readonly out: string;
  /** Replace a bundle that is there. @default false */
  readonly force?: boolean;
  readonly signer: Signer;
  /** Time to write into the bundle; equal input and time give equal bytes, but for the signature. */
  readonly createdAt: Date;
}

/** How far an export is. */
export interface ExportProgress {
  readonly stage: "listing" | "reading" | "arranging" | "writing";
  readonly done?: number;
  readonly total?: number;
  readonly bytes?: number;
}

export type OnProgress = (progress: ExportProgress) => void;

/** What an export would read. */
export interface ExportPlan {
  readonly first_day: string;
  readonly last_day: string;
  readonly object_versions: number;
  readonly object_bytes: number;
}

/** Lists, without reading or writing anything, what an export would read. Throws UserError. */
export async function planExport({ period }: Selection, { source, path }: Archive): Promise<ExportPlan> {
  const days = windowDays(period);
  const { versions } = await takeInventory(source, path, days);
  return {
    first_day: days[0]!,
    last_day: days[days.length - 1]!,
    object_versions: versions.length,
    object_bytes: versions.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * Reads the events of one system, environment and period from the archive and writes them as a signed bundle. What is
 * wrong in the archive becomes a finding in the bundle; what keeps the export from being made throws UserError, and
 * leaves no folder that looks finished.
 */
export async function exportBundle(
  request: ExportRequest,
  archive: Archive,
  target: BundleTarget,
  onProgress: OnProgress = () => undefined,
): Promise<Manifest> {
  const folder = await BundleFolder.create(target.out, target.force ?? false);
  try {
    const work = folder.file("work");
    await mkdir(work);
    const store = await EventStore.open(work, request.period);
    let manifest: Manifest;
    try {
      const read = await readEvents(request, archive, store, folder, onProgress);
      manifest = await writeBundle(request, archive, target, store, read, folder, onProgress);
    } finally {
      store.close();
    }
    await rm(work, { recursive: true });
    await folder.finish();
    return manifest;
  } catch (error) {
    await folder.discard();
    throw isDiskFull(error) ? bundleDiskFull(folder.partial) : error;
  }
}

/** Node names the fault by code, DuckDB in words. */
function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT" || /No space left on device/i.test(message);
}
