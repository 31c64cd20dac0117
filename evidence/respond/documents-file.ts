import { z } from "zod";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Why a document that a record names is not in an answer. `missing` and `changed` are faults of the vault. */
const DOCUMENT_LEFT_OUT = ["artifact", "audit-events", "redacted", "missing", "changed"] as const;
export type DocumentLeftOut = (typeof DOCUMENT_LEFT_OUT)[number];

const documentSchema = z.strictObject({
  sha256: Digest,
  bytes: z.int().min(0),
  what: z.string().min(1),
  /** Key of the record that names it; of an artifact, of the record that names its list. */
  record: z.string().min(1),
  /** Absent where it is here. */
  left_out: z.exactOptional(z.enum(DOCUMENT_LEFT_OUT)),
});
export type ListedDocument = z.infer<typeof documentSchema>;

/** The strict schema of `documents.json`: every document that a record of the answer names, once. */
export const documentsFileSchema = z.array(documentSchema);
