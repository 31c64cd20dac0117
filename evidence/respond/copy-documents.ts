import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UserError } from "../../errors";
import { documentKey, NoArtifactManifest, readArtifactManifest, type DocumentStore } from "../documentation";
import type { DocumentLeftOut, ListedDocument } from "./documents-file";
import { ARTIFACT, ARTIFACT_MANIFEST, NOT_HANDED_OUT, type NamedDocument } from "./named-documents";
import type { Redactions } from "./redactions";

/**
 * Copies the documents that records name into an answer's folder, each under its digest; what stays out is listed with its
 * digest. Returns every document once, in the order of digests.
 *
 * @throws UserError when the vault cannot be read
 */
export async function copyDocuments(
  store: Pick<DocumentStore, "read">,
  folder: string,
  named: readonly NamedDocument[],
  redactions: Redactions,
): Promise<readonly ListedDocument[]> {
  const listed = new Map<string, ListedDocument>();
  await mkdir(path.join(folder, "documentation/sha256"), { recursive: true });
  for (const document of named) {
    if (listed.has(document.sha256)) continue;
    const left_out = await copyDocument(store, folder, document, redactions);
    listed.set(document.sha256, { ...document, ...(left_out && { left_out }) });
  }
  // After all of those: what a record names itself is handed out, also where it lies among a model's files.
  for (const document of [...listed.values()]) {
    if (document.what !== ARTIFACT_MANIFEST || document.left_out !== undefined) continue;
    for (const artifact of await artifactsOf(store, document))
      if (!listed.has(artifact.sha256)) listed.set(artifact.sha256, { ...artifact, left_out: "artifact" });
  }
  return [...listed.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

async function copyDocument(
  store: Pick<DocumentStore, "read">,
  folder: string,
  { sha256, what }: NamedDocument,
  redactions: Redactions,
): Promise<DocumentLeftOut | undefined> {
  const key = documentKey(sha256);
  if (redactions.takes(key, sha256)) return "redacted";
  const unasked = NOT_HANDED_OUT[what];
  if (unasked !== undefined) return unasked;
  const file = path.join(folder, key);
  try {
    const bytes = await store.read(sha256);
    if (bytes === undefined) return "missing";
    await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(file));
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "document-changed") throw error;
    await rm(file, { force: true });
    return "changed";
  }
}

/** The files of a model by its manifest, which was just copied and so is what its digest says. */
async function artifactsOf(
  store: Pick<DocumentStore, "read">,
  { sha256, record }: NamedDocument,
): Promise<NamedDocument[]> {
  try {
    const files = (await readArtifactManifest(store, sha256)) ?? [];
    return files.map((file) => ({ sha256: file.sha256, bytes: file.bytes, what: ARTIFACT, record }));
  } catch (error) {
    if (error instanceof NoArtifactManifest) return [];
    throw error;
  }
}
