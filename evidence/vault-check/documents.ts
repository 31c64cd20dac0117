import { UserError } from "../../errors";
import {
  documentKey,
  NoArtifactManifest,
  readArtifactManifest,
  type Document,
  type DocumentStore,
  type KeptArtifacts,
} from "../documentation";
import { peekRecord, readRecords, type JudgedRecord, type RecordStore } from "../records";
import type { VaultFinding } from "./finding";

/** A manifest of more bytes is read by no nightly check. */
const MOST_MANIFEST_BYTES = 64 * 1024 ** 2;
const NO_MANIFEST = "it is no manifest of artifacts";

/**
 * Makes sure that every document which a record of a promotion names is in the vault: what was decided on, and each artifact
 * by the manifest. A document whose digest S3 keeps beside it is not read again.
 *
 * @throws UserError when the vault cannot be read
 */
export async function checkDocuments(
  records: RecordStore,
  documents: DocumentStore,
  onProgress: (doing: string) => void,
): Promise<{ documents: number; findings: readonly VaultFinding[] }> {
  const findings: VaultFinding[] = [];
  const checked = new Set<string>();
  const check = async (document: Document, what: string): Promise<boolean> => {
    if (checked.has(document.sha256)) return true;
    checked.add(document.sha256);
    const fault = await faultOf(documents, document);
    if (fault)
      findings.push({
        part: "documents",
        where: documentKey(document.sha256),
        ...fault,
        reason: `${what}: ${fault.reason}`,
      });
    return fault === undefined;
  };
  for await (const { key, said } of promotions(records)) {
    onProgress(`checking the documents of ${key}`);
    const { evidence, manifest } = said.statement.predicate.details;
    await check(evidence, key);
    if (!(await check(manifest, key))) continue;
    const files = await filesOf(documents, manifest);
    if (typeof files === "string") {
      findings.push({
        part: "documents",
        code: "document-unreadable",
        where: documentKey(manifest.sha256),
        reason: files,
      });
      continue;
    }
    for (const { path, sha256, bytes } of files) await check({ sha256, bytes }, `${key}, artifact ${path}`);
  }
  return { documents: checked.size, findings };
}

type Promotion = Extract<JudgedRecord["said"], { kind: "promotion-snapshot" }>;

async function* promotions(store: RecordStore): AsyncGenerator<{ key: string; said: Promotion }> {
  for (const stream of (await store.streams()).filter((name) => name.startsWith("gate")))
    for await (const { stored, bytes } of readRecords(store, stream)) {
      // What cannot be read is a finding of its stream.
      const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "";
      if (typeof peeked !== "string" && peeked.said.kind === "promotion-snapshot")
        yield { key: stored.key, said: peeked.said };
    }
}

async function faultOf(
  store: DocumentStore,
  document: Document,
): Promise<{ code: VaultFinding["code"]; reason: string } | undefined> {
  try {
    return (await store.has(document))
      ? undefined
      : { code: "document-missing", reason: "a record names it, and it is not in the vault" };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "document-changed") throw error;
    return { code: "document-changed", reason: error.headline };
  }
}

async function filesOf(store: DocumentStore, { sha256, bytes }: Document): Promise<KeptArtifacts | string> {
  if (bytes > MOST_MANIFEST_BYTES) return `a manifest of ${bytes} bytes is not read here`;
  try {
    return (await readArtifactManifest(store, sha256)) ?? NO_MANIFEST;
  } catch (error) {
    if (error instanceof NoArtifactManifest) return NO_MANIFEST;
    throw error;
  }
}
