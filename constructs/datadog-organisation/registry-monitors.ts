import { DAY, HOUR } from "../art72-monitoring/monitor-row";
import type { MonitorSpec } from "../art72-monitoring/monitor-spec";

/** What the check of MLflow's registry sends (gate/agreement/tell.ts): a look an hour, so that two hours hold one. */
const FINDINGS = "sum:ai_act.registry.findings{compliance:eu-ai-act}";

/**
 * Monitors of the check that holds MLflow's registry against the gate's decisions. Two, because the first says that
 * something stands and goes on alerting while it does: what comes beside it is said by the second.
 */
export const REGISTRY_MONITORS: readonly MonitorSpec[] = [
  {
    key: "registry_disagreement",
    article: "Art 17",
    duties: ["Art17(1)", "Art12", "Art18(1)"],
    title: "MLflow's registry is not what the gate decided",
    meaning:
      "The last check of an environment found that MLflow's registry, its stamps or the artifacts of a version in production differ from the gate's signed decisions, or could not look at all of them. Until it is put right, what is served may be a version that nobody approved. It alerts for as long as a check finds anything.",
    action:
      "Read the newest record of stream detector-registry-check, or run `evidence gate check`: each finding names the model, the version and the record it is held against. Follow docs/runbooks/gate.md, section 'Records and registry disagree'. Do not put anything back before it is known how it came about.",
    who: "platform engineer on call, with the compliance officer",
    priority: 1,
    query: `max(last_2h):${FINDINGS} by {env} > 0`,
    threshold: 0,
    missingData: {
      quietBecause:
        "a check that finds nothing sends zeros, and the heartbeat of the job registry-check tells when none is made",
    },
    renotifyMinutes: DAY,
  },
  {
    key: "registry_finding",
    article: "Art 17",
    duties: ["Art17(1)", "Art12"],
    title: "A new finding in MLflow's registry",
    meaning:
      "A check found something that the check before it had not, or that has become another: a version in production without a decision, an alias or stage that was moved, artifacts that were replaced, a stamp that the gate did not write, a database that was brought back. The event names it.",
    action:
      "Read the event: code, registered model, version and record. Follow docs/runbooks/gate.md, section 'Records and registry disagree'.",
    who: "platform engineer on call",
    priority: 1,
    type: "event-v2 alert",
    query: `events("compliance:eu-ai-act registry_check:(new OR changed)").rollup("count").last("15m") > 0`,
    threshold: 0,
    missingData: {
      onMissingData: "default",
      because: "no event is a count of none: what stands is told by registry_disagreement",
    },
    renotifyMinutes: 4 * HOUR,
  },
];
