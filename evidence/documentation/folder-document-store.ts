import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open as openFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { checked, mustBe } from "./checked";
import { documentKey, type Document, type DocumentStore, type OpenDocument } from "./document-store";

/** Keeps documents in a folder whose files have the objects' keys as paths, as bundles do. */
export class FolderDocumentStore implements DocumentStore {
  readonly name: string;

  constructor(private readonly folder: string) {
    this.name = folder;
  }

  async has(document: Document): Promise<boolean> {
    const file = this.#file(document.sha256);
    if (!(await isThere(file))) return false;
    await mustBe(document, createReadStream(file));
    return true;
  }

  async put(document: Document, open: OpenDocument): Promise<void> {
    const file = this.#file(document.sha256);
    const half = path.join(path.dirname(file), `.${randomUUID()}`);
    await mkdir(path.dirname(file), { recursive: true });
    try {
      const handle = await openFile(half, "wx");
      try {
        for await (const chunk of checked(document, await open())) await handle.writeFile(chunk);
        await handle.sync();
      } finally {
        await handle.close();
      }
      // Another who was faster kept the same bytes.
      await link(half, file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
    } finally {
      await rm(half, { force: true });
    }
  }

  async read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.#file(sha256);
    return (await isThere(file)) ? checked({ sha256 }, createReadStream(file)) : undefined;
  }

  #file(sha256: string): string {
    return path.join(this.folder, documentKey(sha256));
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}
