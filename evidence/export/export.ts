import { mkdir, rm } from "node:fs/promises";
import { bundleDiskFull } from "../../errors";
import { version } from "../../package.json";
import type { ArchiveSource } from "../archive";
import type { ExpectedEmitters, GivenCount } from "../completeness";
import type { RecordStore } from "../records";
import type { KeyRing } from "../records/key-ring";
import { canonicalString, sha256Hex } from "../event";
import { BundleFolder } from "./bundle-folder";
import type { Selection } from "./collect";
import { EventStore } from "./event-store";
import type { Manifest } from "./manifest";
import { readEvents } from "./read-events";
import type { Signer } from "../signing";
import { writeBundle } from "./write-bundle";

/** What is asked for. */
export interface ExportRequest extends Selection {
  /** The authority's reference or another word for the request; printed in the bundle. */
  readonly reference?: string;
  /** Emitters that the configuration declares. Without them it is not known which ought to have written. */
  readonly expectedEmitters?: ExpectedEmitters;
  /** Keys that emitters' checkpoints and seals are judged with. Without them none is. */
  readonly keyRing?: KeyRing;
  /** Where the archive's seals are. Without it the bundle holds none. */
  readonly seals?: RecordStore;
  /** PEM file with the certificates that seals' time stamps are checked with. Without it none is. */
  readonly timestampCa?: string;
  /** How many events another source than the log counted. */
  readonly independentCount?: GivenCount;
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
  /** `interrupted`: it failed, and what was read so far is kept for another try. */
  readonly stage: "listing" | "reading" | "arranging" | "writing" | "interrupted";
  readonly done?: number;
  readonly total?: number;
  readonly bytes?: number;
}

export type OnProgress = (progress: ExportProgress) => void;

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
  const folder = await BundleFolder.create(target.out, target.force ?? false, identity(request, archive));
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
    if (isDiskFull(error)) {
      await folder.discard();
      throw bundleDiskFull(folder.partial);
    }
    if (await folder.abandon()) onProgress({ stage: "interrupted" });
    throw error;
  }
}

/** Of what makes the segments what they are: an export with another identity cannot go on with them. */
function identity({ system, environment, period }: ExportRequest, { source, path }: Archive): string {
  return sha256Hex(canonicalString([version, source.name, path, system, environment, period]));
}

/** Node names the fault by code, DuckDB in words. */
function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT" || /No space left on device/i.test(message);
}
