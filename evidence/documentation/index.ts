/** Documentation in the vault, content addressed: what was promoted, and what the decision saw. */
export { NoArtifactManifest, readArtifactManifest, type KeptArtifacts } from "./artifact-manifest";
export {
  documentKey,
  keepDocument,
  type Document,
  type DocumentStore,
  type OpenDocument,
} from "./document-store";
export { loadedFolderDigest } from "./loaded-digest";
export {
  CREATED_BY,
  evidenceDigestOf,
  NoPromotionEvidence,
  readPromotionEvidence,
  type PromotionEvidence,
} from "./promotion-evidence";
export { FolderDocumentStore } from "./folder-document-store";
export { S3DocumentStore } from "./s3-document-store";
