import type { RestoreClass, RestoreTier } from "../cost";

/** How long a restore typically takes, in hours from its request. */
export interface Wait {
  readonly fromHours: number;
  readonly toHours: number;
  /** What to know before counting on it. */
  readonly note?: string;
}

/** Day on which the table was read. */
export const WAITS_READ = "2026-11-25";

const MINUTES = 1 / 60;

/**
 * Typical times, not promised ones, by class and tier; a tier that is missing is not offered for the class.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
 */
const WAITS: Readonly<Record<RestoreClass, Readonly<Partial<Record<RestoreTier, Wait>>>>> = {
  GLACIER: {
    bulk: { fromHours: 5, toHours: 12 },
    standard: { fromHours: 3, toHours: 5 },
    expedited: {
      fromHours: 1 * MINUTES,
      toHours: 5 * MINUTES,
      note: "objects of 250 MB and more take longer; without provisioned capacity S3 may refuse",
    },
  },
  DEEP_ARCHIVE: {
    bulk: { fromHours: 0, toHours: 48 },
    standard: { fromHours: 0, toHours: 12 },
  },
};

/** How long a restore typically takes; nothing where the class is not restored so fast. */
export function waitOf(storageClass: RestoreClass, tier: RestoreTier): Wait | undefined {
  return WAITS[storageClass][tier];
}
