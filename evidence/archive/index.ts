/** Reading the vault's archive: its layout, its versions, its objects line by line. */
export {
  ARCHIVE_FINDINGS,
  type Finding,
  type FindingKind,
  type FindingPlace,
  type FindingVerdict,
} from "./finding";
export { FolderSource } from "./folder-source";
export { gunzip, type GunzipEnd } from "./gunzip";
export { takeInventory, type Inventory } from "./inventory";
export { addDays, classifyKey, dayPrefix, dayPrefixes, daysBetween, isLate } from "./layout";
export { LineSplitter, MAX_LINE_BYTES, type Line } from "./lines";
export { readAhead } from "./read-ahead";
export { readObject, type ArchivedEntry, type ObjectVisitor } from "./read-object";
export { awsFaultNames } from "./s3-faults";
export { s3Client } from "./s3-client";
export { S3Source, type VaultLocation } from "./s3-source";
export { type ArchiveSource, type ObjectVersion, UnreadableObject } from "./source";
