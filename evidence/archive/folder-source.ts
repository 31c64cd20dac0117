import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { archiveFolderMissing } from "../../errors";
import type { ArchiveSource, ObjectVersion } from "./source";

const MARKER = ".delete-marker";

/**
 * Reads a copy of the archive from a folder whose files have the objects' keys as paths. A version is `<key>@<id>`,
 * a delete marker `<key>@<id>.delete-marker`, a plain `<key>` the version `null`. Links are not followed.
 */
export class FolderSource implements ArchiveSource {
  readonly name = "a local copy of the archive";

  constructor(private readonly folder: string) {}

  async *list(prefix: string): AsyncIterable<ObjectVersion> {
    await this.#mustExist();
    yield* this.#walk(prefix.slice(0, prefix.lastIndexOf("/") + 1), prefix);
  }

  async open(version: ObjectVersion): Promise<Readable> {
    return createReadStream(path.join(this.folder, fileName(version)));
  }

  async *#walk(below: string, prefix: string): AsyncIterable<ObjectVersion> {
    const entries = await readdir(path.join(this.folder, below), { withFileTypes: true }).catch(
      absentIsEmpty,
    );
    for (const entry of entries) {
      const name = below + entry.name;
      if (entry.isDirectory()) yield* this.#walk(`${name}/`, prefix);
      else if (entry.isFile() && name.startsWith(prefix))
        yield this.#version(name, await stat(path.join(this.folder, name)));
    }
  }

  #version(name: string, { size, mtime }: { size: number; mtime: Date }): ObjectVersion {
    const deleteMarker = name.endsWith(MARKER);
    const versioned = deleteMarker ? name.slice(0, -MARKER.length) : name;
    const at = versioned.lastIndexOf("@");
    return {
      key: at < 0 ? versioned : versioned.slice(0, at),
      versionId: at < 0 ? "null" : versioned.slice(at + 1),
      bytes: deleteMarker ? 0 : size,
      writtenAt: mtime.toISOString(),
      deleteMarker,
    };
  }

  async #mustExist(): Promise<void> {
    const found = await stat(this.folder).catch(() => undefined);
    if (!found?.isDirectory()) throw archiveFolderMissing(this.folder);
  }
}

function fileName({ key, versionId }: ObjectVersion): string {
  return versionId === "null" ? key : `${key}@${versionId}`;
}

function absentIsEmpty(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
