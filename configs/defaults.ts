import { LOG_RETENTION } from "../regulation";

/** Product defaults, each written once. What the law sets stands in `regulation/` and cannot be configured away. */
export const DEFAULTS = {
  /** Ten years, the product's policy default; the law's floor is far lower. */
  logRetentionDays: LOG_RETENTION.defaultDays,
  /** GOVERNANCE, because COMPLIANCE can be undone by no one: it needs a written acknowledgement. */
  lock: { mode: "GOVERNANCE" },
  /** GLACIER_IR bills 90 days at the least, so an object should have left its busy weeks behind. */
  toGlacierInstantRetrievalAfterDays: 30,
  /** As S3 does when nothing is said: GLACIER_IR bills every object for 128 KiB at least, and every move. */
  moveFromBytes: 128 * 1024,
} as const;
