import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { containersOf, programOf, taskDefinitions, wordsOf } from "./containers";

/** A job of the product, as it has to run. */
export interface KnownJob {
  /** Hours between two runs at the most. */
  readonly mostHours: number;
  /** Last part of the name of the vault's role it takes. */
  readonly role: string;
  readonly readsMlflow: boolean;
  readonly readsDatadog: boolean;
}

const ONCE_A_DAY: KnownJob = { mostHours: 24, role: "detector", readsMlflow: false, readsDatadog: false };

/** Jobs that a scheduler of AWS starts: `configs/jobs.ts` declares them, and a test holds both together. */
export const KNOWN_JOBS: Readonly<Record<string, KnownJob>> = {
  "chain-check": ONCE_A_DAY,
  "monitoring-snapshot": { ...ONCE_A_DAY, readsDatadog: true },
  "registry-check": { ...ONCE_A_DAY, mostHours: 1, readsMlflow: true },
  seal: ONCE_A_DAY,
  "version-check": { ...ONCE_A_DAY, readsMlflow: true },
};

/** Schedules that start tasks of ECS. */
export const schedules = (set: ResourceSet): readonly Resource[] => set.ofType("aws_scheduler_schedule");

/**
 * The task definition that a schedule starts.
 *
 * @throws CannotTell when it is not known
 */
export const taskOf = (set: ResourceSet, schedule: Resource): Resource | undefined =>
  set.find("aws_ecs_task_definition", any(schedule, "target.ecs_parameters.task_definition_arn"), schedule);

/** Id of the job that a task runs; none where it runs something else. */
export function jobOf(task: Resource): string | undefined {
  const job = containersOf(task).find((each) => programOf(each) === "job");
  const [word, id] = job ? wordsOf(job) : [];
  return word === "job" ? id : undefined;
}

/** Task definitions that are made to be scheduled: those of jobs. */
export const jobTasks = (set: ResourceSet): readonly Resource[] =>
  taskDefinitions(set).filter((task) => {
    const json = task.values["container_definitions"];
    return typeof json !== "string" || containersOf(task).some((each) => programOf(each) === "job");
  });

const EVERY = ["*", "?"];
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/**
 * Hours between two runs of a schedule at the most.
 *
 * @returns infinite where it runs on some days only, or once
 * @throws CannotTell when it is written in a way not judged here
 */
export function longestGap(schedule: Resource): number {
  const expression = text(schedule, "schedule_expression") ?? "";
  const [, number = "", unit = ""] = /^rate\((\d+) (\w+)\)$/.exec(expression) ?? [];
  if (number !== "") {
    const minutes = MINUTES[unit.replace(/s$/, "")];
    if (minutes === undefined) throw new CannotTell(`schedule_expression ${expression} is not judged here`);
    return (Number(number) * minutes) / 60;
  }
  const [, fields = ""] = /^cron\((.*)\)$/.exec(expression) ?? [];
  const [minute = "", hour = "", ...days] = fields.split(" ");
  if (days.length !== 4) return Infinity;
  if (!days.every((field) => EVERY.includes(field))) return Infinity;
  return gapOfDay(values(minute, 60), values(hour, 24)) / 60;
}

/** Minutes between two of the times of a day at the most, the next day's first included. */
function gapOfDay(minutes: readonly number[], hours: readonly number[]): number {
  const times = hours
    .flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
    .sort((one, other) => one - other);
  const [first] = times;
  if (first === undefined) return Infinity;
  return Math.max(...times.map((time, index) => (times[index + 1] ?? first + 24 * 60) - time));
}

/** Values of a field of cron below a limit. */
function values(field: string, below: number): readonly number[] {
  const whole = Array.from({ length: below }, (_, value) => value);
  if (EVERY.includes(field)) return whole;
  const [, from = "", step = ""] = /^(\*|\d+)\/(\d+)$/.exec(field) ?? [];
  if (step !== "") {
    const start = from === "*" ? 0 : Number(from);
    return whole.filter((value) => value >= start && (value - start) % Number(step) === 0);
  }
  if (!/^\d+(,\d+)*$/.test(field)) throw new CannotTell(`the field ${field} of cron is not judged here`);
  return field
    .split(",")
    .map(Number)
    .filter((value) => value < below);
}
