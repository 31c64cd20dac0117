/** What Datadog knew, copied into the vault: to be read when Datadog has forgotten it, or is gone. */
export { settles, SNAPSHOT_STREAM } from "./copied";
export { readCopy, type MonitoringCopy } from "./copy";
export { PARTS } from "./parts";
export { covering, spelled, without } from "./stretches";
export { takeSnapshot, type SnapshotRun } from "./snapshot";
export { SNAPSHOT_FINDINGS, verifySnapshots, type SnapshotsVerification } from "./verify";
export { SETTLED_AFTER_MINUTES } from "./windows";
