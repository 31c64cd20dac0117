/** Records: signed, chained statements about what was decided and done, and the check that they still are what they were. */
export { appendRecord, type AppendedRecord, type AppendOptions } from "./append";
export { draftedStatement, type RecordDraft } from "./draft";
export { mustBeEntitled } from "./entitled";
export type { Details } from "./details";
export { envelopeDigest } from "./envelope";
export {
  INCIDENT_KINDS,
  IncidentDetails,
  type IncidentEntry,
  type IncidentKindCode,
} from "./incident-details";
export { FollowedStream, type Followed, type Following } from "./followed";
export { LONGEST_WORDS, MOST_LISTED } from "./gate-details";
export { RECORD_FINDINGS, type RecordFinding, type RecordFindingCode } from "./findings";
export { findSecret } from "./secrets";
export { KEPT_VERSIONS_LOGGED } from "./version-details";
export { KEPT_REGISTRY_FINDINGS, KEPT_REGISTRY_THINGS } from "./watch-details";
export { FolderRecordStore } from "./folder-store";
export { readHead, type Head } from "./head";
export { judgeRecord, type Judgement } from "./judge";
export { keyRingOf, readKeyRing, type KeyRing } from "./key-ring";
export { KEPT_ADDRESSES } from "./plan-details";
export { predicateType, RECORD_KINDS, type RecordKind } from "./kinds";
export { peekRecord } from "./peek";
export { readRecord, readRecords, type StoredRecord } from "./read-records";
export { KEY_STREAM, placeOf, recordKey, type Place } from "./record-key";
export { mayWrite, EMITTER_ROLE, ROLES, type Role } from "./roles";
export { judgedRecords, type JudgedRecord } from "./relied";
export { S3RecordStore, type RecordVault } from "./s3-store";
export { type RecordStatement, type Subject } from "./statement";
export { type PutOutcome, type RecordStore, type StoredKey } from "./store";
export { type StreamVerification, type TailClaim } from "./stream-check";
export { vaultBucketOf } from "./vault-of-environment";
export { verifyRecords, verifyStream, type RecordsVerification, type VerifyOptions } from "./verify";
