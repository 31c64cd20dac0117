/** Faults around copies of what Datadog knows, and the jobs that run by themselves. */
import { oneProblem, type UserError } from "./user-error";

/** A document that a record names as a copy cannot be read as one. */
export function monitoringCopyUnreadable(key: string, given: string): UserError {
  return oneProblem("a copy of what Datadog knew cannot be read", {
    code: "monitoring-copy-unreadable",
    where: key,
    given,
    needed: "the JSON document that `evidence snapshot monitoring` wrote",
    fix: "check its record (`evidence snapshot verify`); another version of the program may read it",
  });
}

/** An option of the snapshot commands that cannot be read. */
export function snapshotOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "snapshot-option-invalid",
    where: option,
    given,
    needed,
    fix: "see evidence snapshot --help",
  });
}

/** There is no copy of that number, or none at all. */
export function snapshotNotFound(place: string, number: string): UserError {
  return oneProblem("there is no such copy", {
    code: "snapshot-not-found",
    where: place,
    given: number,
    needed: "the number of a record in the stream of copies",
    fix: "`evidence snapshot list` shows which there are",
  });
}

/** No job has this id. */
export function jobUnknown(given: string, known: readonly string[]): UserError {
  return oneProblem("there is no such job", {
    code: "job-unknown",
    where: "<id>",
    given,
    needed: `one of ${known.join(", ")}`,
    fix: "configs/jobs.ts says what each of them does",
  });
}

/** A job asks MLflow, and nobody said where it is. */
export function jobNeedsMlflow(job: string): UserError {
  return oneProblem("the job asks MLflow, and is not told where it is", {
    code: "job-needs-mlflow",
    where: job,
    needed: "--mlflow with the address of an MLflow that reads the database, or --gate with that of the gate",
    fix: "the jobs' task has one beside it, on 127.0.0.1",
  });
}
