import { DAY, HOUR } from "../art72-monitoring/monitor-row";
import type { MonitorSpec } from "../art72-monitoring/monitor-spec";

/** What the check of the log's model versions sends (evidence/logged-versions/tell.ts): once a night. */
const FINDINGS = "sum:ai_act.versions.findings{compliance:eu-ai-act}";

/**
 * Monitors of the check that holds the model versions which the log names against the gate's decisions. Two, as for the
 * registry: the first goes on alerting while anything stands, the second says what comes beside it.
 */
export const VERSION_MONITORS: readonly MonitorSpec[] = [
  {
    key: "version_disagreement",
    article: "Art 12",
    duties: ["Art12", "Art17(1)", "Art72"],
    title: "The log names model versions that were not let into production",
    meaning:
      "The last nightly check found log entries of a model version that MLflow does not know, that no decision had let into production, that had left it, or that was loaded from other bytes than were decided on; or it could not look at everything. Those entries are decisions about people, made by a model that nobody answers for.",
    action:
      "Read the newest record of stream detector-version-check, or run `evidence versions check`: each finding names the system, the version, how many entries there are from when to when, and the decision it is held against. Follow docs/version-check.md.",
    who: "platform engineer on call, with the compliance officer",
    priority: 1,
    query: `max(last_30h):${FINDINGS} by {env} > 0`,
    threshold: 0,
    missingData: {
      quietBecause:
        "a check that finds nothing sends zeros, and the heartbeat of the job version-check tells when none is made",
    },
    renotifyMinutes: DAY,
  },
  {
    key: "version_finding",
    article: "Art 12",
    duties: ["Art12", "Art17(1)", "Art72"],
    title: "A new finding among the model versions of the log",
    meaning:
      "A check found something that the check before it had not, or that has become another: a version that is not registered, not approved, retired, or of other bytes than were decided on. The event names it.",
    action:
      "Read the event: code, AI system, registered model, version and record. Follow docs/version-check.md.",
    who: "platform engineer on call",
    priority: 1,
    type: "event-v2 alert",
    query: `events("compliance:eu-ai-act version_check:(new OR changed)").rollup("count").last("15m") > 0`,
    threshold: 0,
    missingData: {
      onMissingData: "default",
      because: "no event is a count of none: what stands is told by version_disagreement",
    },
    renotifyMinutes: 4 * HOUR,
  },
];
