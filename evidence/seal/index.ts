/** Seals: what the archive held, day by day, signed, time-stamped and told to a witness; and the check against them. */
export { checkSealed, SealedDays, type ObjectSeen, type SealedComparison } from "./check-sealed";
export { findEntries, KEPT_FOUND, type FindResult, type Located, type Lookup } from "./find";
export { SEAL_FINDINGS, type SealFinding, type SealFindingCode } from "./findings";
export { inspectChain, inspectSeals, type InspectedSeal, type InspectionMeans } from "./inspect";
export { readSealLines, sealLine } from "./lines";
export { readSeals, type StoredSeal } from "./read-seals";
export { restamp } from "./restamp";
export { sealArchive, type SealJob, type SealRun } from "./run";
export { readSeal, type Seal } from "./seal";
export {
  mustBeUsable,
  STAMP_DIGESTS,
  stampTime,
  type StampDigest,
  type TimeStampAuthority,
} from "./timestamp";
export { verifySeals, type SealsVerification } from "./verify";
export { witnessAt, type Witness } from "./witness";
