import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Size and SHA-256 of a file. */
export interface FileDigest {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Reads a file once, in flat memory. */
export async function digestFile(name: string, file: string): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, bytes, sha256: hash.digest("hex") };
}

/** The text of SHA256SUMS, as `sha256sum` writes it, ordered by name. */
export function sumsText(digests: readonly FileDigest[]): string {
  const ordered = [...digests].sort((a, b) => (a.name < b.name ? -1 : 1));
  return ordered.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}
