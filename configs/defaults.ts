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
  /**
   * Art 12 log entries are not indexed unless somebody asks for it: archive, counts and monitors need no index, indexing is
   * billed by the entry, and a searchable copy of pseudonymous data should have a purpose.
   */
  index: "none",
  indexWarnAtPercent: 80,
  datadogRoles: "create",
  gate: {
    claims: { groups: "groups", name: "preferred_username" },
    scopes: ["openid", "profile"],
    audienceBy: "scope",
    /** A working morning: what a group change may lag behind in a browser. */
    sessionMinutes: 240,
    /** A training run reads its token once, at its start, and may last a night. */
    maxTokenAgeMinutes: 1440,
  },
  production: {
    /** Names by which MLflow's own documents and most serving programs ask for the version to run. */
    protectedAliases: ["champion", "production"],
    /** Metrics of the test set begin so. */
    testSetPrefix: "test_",
    datasets: { sources: ["s3"] },
  },
  mlflowService: {
    cidr: "10.72.0.0/20",
    availabilityZones: ["a", "b"],
    exposure: "internal",
    highlyAvailable: true,
    /** Two workers of MLflow and a gate: about 1 GiB at rest. */
    size: { cpu: 1024, memoryMiB: 4096, workers: 2, mostTasks: 4 },
    database: { instanceClass: "db.t4g.medium", storageGiB: 50, mostStorageGiB: 500, engineVersion: "16" },
    jobExecution: false,
    logDays: 365,
    jobs: "eventbridge",
  },
  riskRegister: {
    tokenVariable: "AI_ACT_RISK_REGISTER_TOKEN",
    /** A kind of issue that every new project of Jira has. */
    issueType: "Task",
    onRecovery: "comment",
  },
  monitoring: {
    /** Outcomes, complaints and incidents of past decisions come for years after the last one. */
    afterRetirement: "keep",
    thresholds: {
      /** Share of time in which log entries came, of a month. */
      logDelivered: 0.99,
      reviewedShare: 0.95,
      lowConfidenceShare: 0.4,
      outOfScopeRate: 0.05,
      /** Above 0.1 a population stability index is read as a shift, in credit risk first of all. */
      decisionDrift: 0.1,
      volumeLow: 0.25,
      volumeHigh: 3,
    },
  },
} as const;
