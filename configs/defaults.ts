/** Product defaults, each written once. The law's floors stand in `regulation/` and cannot be configured away. */
export const DEFAULTS = {
  /** Ten years in days, leap days included. The product's policy default for logs; the law's floor is far lower. */
  logRetentionDays: 3653,
  /** GOVERNANCE, because COMPLIANCE can be undone by no one: it needs a written acknowledgement. */
  lock: { mode: "GOVERNANCE" },
  /** GLACIER_IR bills 90 days at the least, so an object should have left its busy weeks behind. */
  toGlacierInstantRetrievalAfterDays: 30,
} as const;

export const FLOORS = { logRetentionDays: 184 } as const;
