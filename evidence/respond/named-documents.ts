import type { Document } from "../documentation";
import type { KnownStatement } from "../records/statement";
import type { DocumentLeftOut } from "./documents-file";

/** A document that a record names by its digest. */
export interface NamedDocument extends Document {
  /** What it is: evidence, artifacts, or the part of a copy of what Datadog knew. */
  readonly what: string;
  /** Key of the record. */
  readonly record: string;
}

/** Names artifacts by digest; the artifacts themselves are named by it in turn. */
export const ARTIFACT_MANIFEST = "artifact-manifest";
/** The files of a model. */
export const ARTIFACT = "artifact";
/** Who did what in Datadog, over the whole organisation. */
const AUDIT_EVENTS = "audit-events";

/** Parts that are not handed out unasked: a model is a trade secret, and Datadog's audit trail tells of the whole organisation. */
export const NOT_HANDED_OUT: Readonly<Record<string, DocumentLeftOut>> = {
  [ARTIFACT]: "artifact",
  [AUDIT_EVENTS]: "audit-events",
};

/** The documents that a record names. */
export function documentsNamed(said: KnownStatement, record: string): NamedDocument[] {
  if (said.kind === "promotion-snapshot") {
    const { evidence, manifest } = said.statement.predicate.details;
    return [
      { ...evidence, what: "promotion-evidence", record },
      { ...manifest, what: ARTIFACT_MANIFEST, record },
    ];
  }
  if (said.kind === "monitoring-snapshot")
    return said.statement.predicate.details.documents.map(({ sha256, bytes, what }) => ({
      sha256,
      bytes,
      what,
      record,
    }));
  return [];
}
