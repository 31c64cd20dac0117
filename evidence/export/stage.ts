import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { archiveReadFailed } from "../../errors";
import { readAhead, UnreadableObject, type ArchiveSource, type ObjectVersion } from "../archive";

/** Objects fetched at a time: hides the latency of S3, and bounds connections. */
const AT_A_TIME = 8;
const TRIES = 3;

/** One object version as a local file, or why it could not be had. */
export type Staged =
  | {
      readonly version: ObjectVersion;
      readonly file: string;
      readonly bytes: number;
      readonly sha256: string;
    }
  | { readonly version: ObjectVersion; readonly unreadable: string };

/**
 * Fetches object versions into `folder`, several at a time, and yields them in the order given. Staged as whole files so
 * that a broken connection can be retried without half an object's events having been taken. Throws UserError when the
 * archive cannot be reached.
 */
export async function* stageObjects(
  source: ArchiveSource,
  versions: readonly ObjectVersion[],
  folder: string,
): AsyncIterable<Staged> {
  await mkdir(folder, { recursive: true });
  yield* readAhead(versions.entries(), AT_A_TIME, ([index, version]) =>
    fetchWithRetry(source, version, path.join(folder, `${index}.json.gz`)),
  );
}

async function fetchWithRetry(source: ArchiveSource, version: ObjectVersion, file: string): Promise<Staged> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchObject(source, version, file);
    } catch (error) {
      if (error instanceof UnreadableObject) return { version, unreadable: error.reason };
      if (!isBrokenConnection(error)) throw error;
      if (attempt === TRIES) throw archiveReadFailed(source.name, version.key, (error as Error).message);
    }
  }
}

async function fetchObject(source: ArchiveSource, version: ObjectVersion, file: string): Promise<Staged> {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(await source.open(version), meter, createWriteStream(file));
  return { version, file, bytes, sha256: hash.digest("hex") };
}

function isBrokenConnection(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"].includes(code);
}
