import { JOB_METRIC, JOBS, type Environment, type Job } from "../../configs";
import { DAY, HOUR } from "../art72-monitoring/monitor-row";
import type { MonitorSpec } from "../art72-monitoring/monitor-spec";

/** A job that finds something has run, so that its own monitor is quiet: this one tells of what was found. */
export const JOB_FINDINGS: MonitorSpec = {
  key: "job_findings",
  article: "Art 17",
  duties: ["Art17(1)", "Art12", "Art72"],
  title: "A scheduled job found something",
  meaning:
    "The drift check, the check of the vault, the sealing, the copy of what Datadog knows, the check of the registry or that of the model versions in the log ran to its end and found something that is not as it should be: evidence that was changed, is missing, or could not be read.",
  action:
    "The tags `env` and `job` tell which job of which environment. Read its log, or run it again by hand (`evidence job <id>`); its records in the vault say what was found (`evidence records list`). Follow the finding's own words, and write the case down.",
  who: "platform engineer on call, with the compliance officer",
  priority: 2,
  query: `sum(last_2h):sum:${JOB_METRIC}{outcome:finding} by {env,job}.as_count() > 0`,
  threshold: 0,
  missingData: { quietBecause: "no finding is what is wanted; the monitors of the jobs tell of silence" },
  renotifyMinutes: DAY,
};

/** What goes wrong while a job does not run. */
const MEANS: Readonly<Record<string, string>> = {
  "registry-check":
    "Meanwhile nobody sees a model version that went into production past the gate, an alias that was moved, or artifacts that were replaced.",
  seal: "Meanwhile what comes into the archive is listed, signed and time-stamped by nobody: that it was there in time cannot be shown later.",
  "monitoring-snapshot":
    "Datadog forgets: audit events after 90 days, results of objectives after three months. What is not copied until then is lost.",
  "version-check":
    "Meanwhile nobody sees entries of a model version that was never let into production, had left it, or was loaded from other bytes.",
  "chain-check": "Meanwhile nobody notices a record, a seal or a document that was changed or removed.",
  drift: "Meanwhile nobody notices what was changed in a console, or was never applied.",
};

/**
 * Heartbeat monitors of an environment: one a job, which alerts when the job did not run to its end for too long, also when it
 * never did.
 */
export function jobMonitors(environment: Environment): readonly MonitorSpec[] {
  return JOBS.filter(({ readsMlflow }) => !readsMlflow || environment.mlflow !== undefined).map((job) =>
    silent(environment, job),
  );
}

function silent(environment: Environment, { id, does, silentHours }: Job): MonitorSpec {
  const key = `job_silent_${id.replaceAll("-", "_")}`;
  return {
    key,
    address: `${key}_in_${environment.id.replaceAll("-", "_")}`,
    article: "Art 17",
    duties: ["Art17(1)", "Art12", "Art72"],
    title: `Job ${id} has not run`,
    meaning:
      `For ${silentHours} hours no run of this job came to its end. ${does} ${MEANS[id] ?? ""}`.trimEnd(),
    action: `Read the log of its last run: in EventBridge Scheduler and the group of its logs, or in CI (docs/schedules.md). Mend it, and run it by hand: \`evidence job ${id} --environment ${environment.id}\`. What a run missed, the next one makes up for, where that can be done.`,
    who: "platform engineer on call",
    priority: 2,
    query: `sum(last_${silentHours}h):default_zero(sum:${JOB_METRIC}{env:${environment.id},job:${id}}.as_count()) < 1`,
    threshold: 1,
    missingData: { notifyAfterMinutes: silentHours * HOUR },
    renotifyMinutes: DAY,
  };
}
