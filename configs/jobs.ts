/** A job that runs by itself, again and again, in every environment that has MLflow or a vault. */
export interface Job {
  /** Kebab case; a promise: heartbeats, schedules and monitors are named after it. */
  readonly id: string;
  /** What it does, for people, one sentence. */
  readonly does: string;
  /** Five fields of cron, UTC. EventBridge and CI both start it then. */
  readonly cron: string;
  /** Hours without a finished run after which people are told. */
  readonly silentHours: number;
  /** Role of the vault it takes. */
  readonly role: "detector" | "exporter";
  /** Needs an MLflow beside it that reads the database; it gets one that can write nothing. */
  readonly readsMlflow: boolean;
  /** Asks Datadog, and needs an application key. */
  readonly readsDatadog: boolean;
  /** Where it may run. Drift plans all stacks with Terraform and its providers: CI alone has them. */
  readonly runsIn: "anywhere" | "ci";
}

/** The metric that a job counts one of when it has run to its end. Tags: env, job, outcome (clean, finding). */
export const JOB_METRIC = "ai_act.evidence.job";

/**
 * Everything that runs on a schedule, declared once: EventBridge's schedules, the workflow of CI, `evidence job` and the
 * heartbeat monitors are all made from it.
 */
export const JOBS: readonly Job[] = [
  {
    id: "registry-check",
    does: "Holds MLflow's registry, stamps and artifacts against the gate's decisions.",
    cron: "23 * * * *",
    silentHours: 3,
    role: "detector",
    readsMlflow: true,
    readsDatadog: false,
    runsIn: "anywhere",
  },
  {
    id: "seal",
    does: "Lists, signs and time-stamps what the archive holds that no earlier seal lists.",
    cron: "40 1 * * *",
    silentHours: 30,
    role: "detector",
    readsMlflow: false,
    readsDatadog: false,
    runsIn: "anywhere",
  },
  {
    id: "monitoring-snapshot",
    does: "Copies monitor definitions, alerts, results of service level objectives and audit events from Datadog into the vault.",
    cron: "10 2 * * *",
    silentHours: 30,
    role: "detector",
    readsMlflow: false,
    readsDatadog: true,
    runsIn: "anywhere",
  },
  {
    id: "version-check",
    does: "Holds the model versions that the log names against the gate's decisions and MLflow's registry.",
    cron: "30 2 * * *",
    silentHours: 30,
    role: "detector",
    readsMlflow: true,
    readsDatadog: false,
    runsIn: "anywhere",
  },
  {
    id: "chain-check",
    does: "Verifies every stream of records: signatures, entitlement, chain, places, seals.",
    cron: "50 2 * * *",
    silentHours: 30,
    role: "detector",
    readsMlflow: false,
    readsDatadog: false,
    runsIn: "anywhere",
  },
  {
    id: "drift",
    does: "Plans every stack and judges what differs from what is declared.",
    cron: "17 3 * * *",
    silentHours: 30,
    role: "detector",
    readsMlflow: false,
    readsDatadog: false,
    runsIn: "ci",
  },
];
