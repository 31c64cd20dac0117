import { KIB } from "./price";

/** Classes in which entries may end. Colder than GLACIER_IR nothing can be read without a restore. */
export const STORAGE_CLASSES = ["STANDARD", "GLACIER_IR", "DEEP_ARCHIVE"] as const;
export type StorageClass = (typeof STORAGE_CLASSES)[number];
export type ColdClass = Exclude<StorageClass, "STANDARD">;

/** How S3 bills an object of a cold class beyond its bytes. */
interface BillingRule {
  /** Smaller objects are billed as if they had this size. */
  readonly minimumBytes: number;
  /** Index and metadata S3 adds to each object, billed in the class. */
  readonly overheadBytes: number;
  /** Part of that which is billed in STANDARD. */
  readonly standardOverheadBytes: number;
  /** Shorter stays are billed as if they had lasted so long. */
  readonly minimumDays: number;
  /** Whether an object must be restored before it can be read. */
  readonly needsRestore: boolean;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
export const COLD_CLASSES: Readonly<Record<ColdClass, BillingRule>> = {
  GLACIER_IR: {
    minimumBytes: 128 * KIB,
    overheadBytes: 0,
    standardOverheadBytes: 0,
    minimumDays: 90,
    needsRestore: false,
  },
  DEEP_ARCHIVE: {
    minimumBytes: 0,
    overheadBytes: 32 * KIB,
    standardOverheadBytes: 8 * KIB,
    minimumDays: 180,
    needsRestore: true,
  },
};
