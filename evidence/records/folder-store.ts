import { link, mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { recordsFolderMissing } from "../../errors";
import { UnreadableObject, type ObjectVersion } from "../archive";
import { RECORDS_ROOT } from "./record-key";
import type { PutOutcome, RecordStore, StoredKey } from "./store";

const MARKER = ".delete-marker";

/**
 * Keeps records in a folder whose files have the objects' keys as paths, as bundles do. A file with the plain key is the
 * first version; later ones are `<key>@<id>` in the order of their ids, delete markers `<key>@<id>.delete-marker`.
 * Names that begin with a dot are half-written files and never read.
 */
export class FolderRecordStore implements RecordStore {
  readonly name: string;

  constructor(private readonly folder: string) {
    this.name = folder;
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<PutOutcome> {
    const file = this.#file(key);
    const half = path.join(path.dirname(file), `.${randomUUID()}`);
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeDurably(half, bytes);
      // A link appears whole or not at all, and not over a file that is there.
      await link(half, file);
      return { is: "written" };
    } catch (error) {
      if (isFault(error, "EEXIST")) return { is: "taken" };
      throw error;
    } finally {
      await rm(half, { force: true });
    }
  }

  async *list(prefix: string, after = ""): AsyncIterable<StoredKey> {
    const keys = new Map<string, string[]>();
    for await (const name of this.#names(prefix.slice(0, prefix.lastIndexOf("/") + 1))) {
      const key = keyOf(name);
      if (key.startsWith(prefix) && key > after) keys.set(key, [...(keys.get(key) ?? []), name]);
    }
    for (const key of [...keys.keys()].sort()) {
      const all = await Promise.all((keys.get(key) ?? []).sort().map((name) => this.#version(key, name)));
      yield {
        key,
        versions: all.filter(({ deleteMarker }) => !deleteMarker),
        deleteMarkers: all.filter(({ deleteMarker }) => deleteMarker),
      };
    }
  }

  async streams(): Promise<string[]> {
    const found = await stat(this.folder).catch(() => undefined);
    if (!found?.isDirectory()) throw recordsFolderMissing(this.folder);
    const entries = await readdir(this.#file(RECORDS_ROOT), { withFileTypes: true }).catch(absentIsEmpty);
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  async read({ key, versionId }: ObjectVersion): Promise<Buffer> {
    try {
      return await readFile(this.#file(versionId === "null" ? key : `${key}@${versionId}`));
    } catch (error) {
      throw new UnreadableObject(key, versionId, error instanceof Error ? error.message : String(error));
    }
  }

  /** Names of files below a folder, in whatever depth, as S3 lists them. */
  async *#names(below: string): AsyncIterable<string> {
    for (const entry of await readdir(this.#file(below), { withFileTypes: true }).catch(absentIsEmpty)) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) yield* this.#names(`${below}${entry.name}/`);
      else if (entry.isFile()) yield below + entry.name;
    }
  }

  async #version(key: string, name: string): Promise<ObjectVersion> {
    const { size, mtime } = await stat(this.#file(name));
    const deleteMarker = name.endsWith(MARKER);
    const versionId = name.slice(key.length + 1, deleteMarker ? -MARKER.length : undefined) || "null";
    return { key, versionId, bytes: deleteMarker ? 0 : size, writtenAt: mtime.toISOString(), deleteMarker };
  }

  #file(key: string): string {
    return path.join(this.folder, key);
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function keyOf(name: string): string {
  const at = name.indexOf("@");
  return at < 0 ? name : name.slice(0, at);
}

function isFault(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

function absentIsEmpty(error: unknown): never[] {
  if (isFault(error, "ENOENT")) return [];
  throw error;
}
