import { VAULT_PREFIXES } from "../../configs/vault-layout";

/** A document by what it is: whoever has its bytes finds it, and whoever finds it can check it. */
export interface Document {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Opens a document's bytes at their source; may be asked again when a try failed. */
export type OpenDocument = () => Promise<AsyncIterable<Uint8Array>>;

/**
 * Where documentation is kept, each document once, under its digest. Nothing is ever written over or removed; of several
 * versions the first counts. All methods throw UserError for a fault of the environment.
 */
export interface DocumentStore {
  /** For people: `s3://bucket/documentation`, or what stands for it. */
  readonly name: string;
  /** @throws UserError where something else stands under its digest */
  has(document: Document): Promise<boolean>;
  /**
   * Keeps a document whose place is free; streamed, its digest checked before it counts.
   * @throws UserError when its bytes are not those of its digest
   */
  put(document: Document, open: OpenDocument): Promise<void>;
  /** The bytes of a document; nothing where there is none. They are as they were kept, or the reading throws UserError. */
  read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** The object key of a document. */
export function documentKey(sha256: string): string {
  return `${VAULT_PREFIXES.documentation}/sha256/${sha256}`;
}

/** Keeps a document unless it is there. @returns whether it was written now */
export async function keepDocument(
  store: DocumentStore,
  document: Document,
  open: OpenDocument,
): Promise<boolean> {
  if (await store.has(document)) return false;
  await store.put(document, open);
  return true;
}
