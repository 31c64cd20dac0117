/** From the archive to a signed bundle that a stranger can verify. */
export {
  checkpointLineSchema,
  chainFileSchema,
  countsFileSchema,
  findingsFileSchema,
  objectsFileSchema,
} from "./bundle-json";
export { type ObjectRead } from "./collect";
export { stateCompleteness, type Completeness, type CompletenessFacts } from "./completeness";
export { literal, openDatabase, type Database } from "./database";
export { dayCounts } from "./day-counts";
export { digestFile } from "./digests";
export { type ChainRow, type EmitterChain, type Neighbour } from "./emitter-chain";
export {
  exportBundle,
  type Archive,
  type BundleTarget,
  type ExportProgress,
  type ExportRequest,
  type OnProgress,
} from "./export";
export { FINDING_KINDS, FindingLog, KEPT_PER_CODE, type FindingCode } from "./findings";
export { ChainFollower, type ChainTotals, type RowWatch } from "./follow";
export { judgeSeals, type SealMeans } from "./judge-seals";
export { latePathEvents, objectTimes } from "./object-times";
export {
  BUNDLE_FILES,
  CHECKPOINTS_FILE,
  COUNT_FILE,
  KEY_RING_FILE,
  manifestSchema,
  SEALS_FILE,
  TIMESTAMP_CA_FILE,
  type Manifest,
} from "./manifest";
export { sealFindings, stateSealed, type Sealed } from "./sealed";
export { parseInstant, parsePeriod, parseStart, windowDays, type Period } from "./period";
export { planExport, type ExportPlan } from "./plan";
export { linesTable } from "./event-store";
export { PARQUET_SCHEMA, saidBy } from "./queries";
export {
  checkExportRecord,
  findExportRecord,
  recordBundle,
  recordExport,
  type ExportRecord,
  type RecordedBundle,
} from "./export-record";
