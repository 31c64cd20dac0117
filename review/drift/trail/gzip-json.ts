import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** A JSON document that lay in gzip, or why there is none. */
export type GzipJson =
  | { readonly is: "json"; readonly value: unknown; readonly sha256: string }
  | { readonly is: "too-large" }
  | { readonly is: "damaged"; readonly reason: string };

const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** What zlib says, in words. */
const FAULTS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: "its compressed data ends before its end",
  Z_DATA_ERROR: "it is no gzip, or its compressed data contradicts itself",
};

/**
 * Unpacks and parses, and digests the unpacked bytes, which is what CloudTrail's digest files hold. A document beyond
 * the limit is refused before it is held in memory.
 */
export async function readGzipJson(bytes: Buffer, limitBytes: number): Promise<GzipJson> {
  let text: Buffer;
  try {
    text = await unpack(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") return { is: "too-large" };
    const reason = FAULTS[code];
    if (reason === undefined) throw error;
    return { is: "damaged", reason };
  }
  if (!isUtf8(text)) return { is: "damaged", reason: "it is not UTF-8" };
  try {
    const value = JSON.parse(text.toString("utf8")) as unknown;
    return { is: "json", value, sha256: createHash("sha256").update(text).digest("hex") };
  } catch {
    return { is: "damaged", reason: "it is no JSON" };
  }
}
