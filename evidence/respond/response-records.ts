import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ObjectVersion } from "../archive";
import { FolderRecordStore, recordKey, type PutOutcome, type RecordStore, type StoredKey } from "../records";
import { streamPrefix } from "../records/record-key";
import { RESPONSE_FILES } from "./layout";
import { recordsFileSchema, type CopiedStream } from "./records-file";

/**
 * The records in an answer's folder. Those that were left out are listed as withheld, so that the chain of a stream is
 * followed over them instead of being taken for broken.
 */
class ResponseRecords implements RecordStore {
  readonly name: string;
  readonly #files: FolderRecordStore;

  constructor(
    folder: string,
    private readonly copied: readonly CopiedStream[],
  ) {
    this.name = folder;
    this.#files = new FolderRecordStore(folder);
  }

  putIfAbsent(): Promise<PutOutcome> {
    throw new Error("an answer is not written to");
  }

  async *list(prefix: string, after = ""): AsyncIterable<StoredKey> {
    const withheld = this.#withheld(prefix, after);
    for await (const stored of this.#files.list(prefix, after)) {
      while (withheld[0] !== undefined && withheld[0].key < stored.key) yield withheld.shift()!;
      yield stored;
    }
    yield* withheld;
  }

  async streams(): Promise<string[]> {
    const here = await this.#files.streams();
    return [...new Set([...here, ...this.copied.map(({ stream }) => stream)])].sort();
  }

  read(version: ObjectVersion): Promise<Buffer> {
    return this.#files.read(version);
  }

  #withheld(prefix: string, after: string): StoredKey[] {
    return this.copied
      .filter(({ stream }) => prefix.startsWith(streamPrefix(stream)))
      .flatMap(({ stream, left_out }) =>
        left_out.map(({ first, last, sha256, why }) => ({
          key: recordKey(stream, last),
          versions: [],
          deleteMarkers: [],
          withheld: { first, sha256, redacted: why === "redacted" },
        })),
      )
      .filter(({ key }) => key.startsWith(prefix) && key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

/** The records of streams of which some were left out. */
export function recordsCopied(folder: string, streams: readonly CopiedStream[]): RecordStore {
  return new ResponseRecords(folder, streams);
}

/** The records of an answer, as far as its own `records.json` tells of those left out; nothing is verified. */
export async function responseRecords(folder: string): Promise<RecordStore> {
  const text = await readFile(path.join(folder, RESPONSE_FILES.records), "utf8").catch(() => "");
  return recordsCopied(folder, streamsSaid(text));
}

function streamsSaid(text: string): readonly CopiedStream[] {
  try {
    return recordsFileSchema.safeParse(JSON.parse(text)).data?.streams ?? [];
  } catch {
    return [];
  }
}
