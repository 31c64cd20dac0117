import { createHash } from "node:crypto";
import { documentChanged } from "../../errors";
import { documentKey, type Document } from "./document-store";

/**
 * Passes bytes on, and throws UserError unless they are the document's. The last piece is held back until that is known:
 * who waits for all of a document's bytes never gets all of something else.
 */
export async function* checked(
  { sha256, bytes }: { readonly sha256: string; readonly bytes?: number },
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let passed = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of source) {
    hash.update(chunk);
    passed += chunk.length;
    if (bytes !== undefined && passed > bytes)
      throw documentChanged(documentKey(sha256), `more than ${bytes} bytes`);
    if (held !== undefined) yield held;
    held = chunk;
  }
  const digest = hash.digest("hex");
  if (digest !== sha256 || (bytes !== undefined && passed !== bytes)) {
    throw documentChanged(documentKey(sha256), `${passed} bytes of SHA-256 ${digest}`);
  }
  if (held !== undefined) yield held;
}

/** Reads to the end. @throws UserError unless the bytes are the document's */
export async function mustBe(document: Document, source: AsyncIterable<Uint8Array>): Promise<void> {
  const passing = checked(document, source);
  while ((await passing.next()).done === false);
}
