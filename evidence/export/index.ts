/** From the archive to a signed bundle that a stranger can verify. */
export { chainFileSchema, countsFileSchema, findingsFileSchema, objectsFileSchema } from "./bundle-json";
export { type ObjectRead } from "./collect";
export { stateCompleteness } from "./completeness";
export { literal, openDatabase, type Database } from "./database";
export { dayCounts } from "./day-counts";
export { digestFile } from "./digests";
export { type ChainRow, type EmitterChain, type Neighbour } from "./emitter-chain";
export {
  exportBundle,
  planExport,
  type Archive,
  type BundleTarget,
  type ExportPlan,
  type ExportProgress,
  type ExportRequest,
  type OnProgress,
} from "./export";
export { FINDING_KINDS, FindingLog, KEPT_PER_CODE, type FindingCode } from "./findings";
export { ChainFollower, type ChainTotals } from "./follow";
export { BUNDLE_FILES, manifestSchema, type Manifest } from "./manifest";
export { parseInstant, parsePeriod, type Period } from "./period";
export { PARQUET_SCHEMA } from "./queries";
export { fingerprint, isP256, pemSigner, type Signer } from "./signer";
