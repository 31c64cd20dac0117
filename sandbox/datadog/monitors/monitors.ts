/** Evaluates the organisation's monitors, remembers their states, and says what is to be told to whom. */
import { randomUUID } from "node:crypto";
import { monitorNotPlayable, UserError } from "../../../errors";
import {
  LogQuerySyntaxError,
  MonitorQuerySyntaxError,
  parseMonitorQuery,
  type MonitorQuery,
} from "../../../logquery";
import type { Series } from "../metrics/series";
import type { Monitor } from "./definitions";
import { AGAIN, stateOf, transitionOf, type State, type Transition } from "./judge";
import { measure, type Measured } from "./measure";
import { countFound, type Searched } from "./search";
import type { StateSince } from "./history";

/** One group of one monitor, after an evaluation. */
export interface Evaluation {
  readonly monitor: Monitor;
  readonly group: readonly string[];
  readonly state: State;
  /** Not there where there was no data. */
  readonly value?: number;
  readonly threshold: number;
}

/** A change, or a reminder, that the monitor's message is sent for. */
export interface Notification extends Evaluation {
  readonly transition: Transition;
  /** Joins what is told of one alert, from its trigger to its recovery. */
  readonly cycle: string;
  readonly at: Date;
}

export interface Round {
  readonly evaluations: readonly Evaluation[];
  readonly notifications: readonly Notification[];
  /** Monitors that cannot be judged, each with its query in the message; never taken for quiet. */
  readonly errors: readonly { readonly monitor: string; readonly error: string }[];
}

interface Memory {
  state?: State;
  cycle: string;
  notifiedAt: number;
  /** When there was data last; at first, when the monitor was first looked at. */
  dataAt: number;
  readonly since: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export class Monitors {
  private monitors: readonly Monitor[] = [];
  private readonly memories = new Map<string, Memory>();
  private readonly states = new Map<string, StateSince[]>();

  constructor(
    private readonly series: Series,
    private readonly searched: Searched,
  ) {}

  /** Evaluates these from now on; states of those that stay are kept. */
  configure(monitors: readonly Monitor[]): void {
    this.monitors = monitors;
  }

  /** The states a monitor had, in their order; of one that is split, those of its groups. */
  statesOf(monitor: string): readonly StateSince[] {
    return this.states.get(monitor) ?? [];
  }

  /** Evaluates every monitor as at `now`. */
  evaluate(now: Date): Round {
    const evaluations: Evaluation[] = [];
    const notifications: Notification[] = [];
    const errors: Round["errors"][number][] = [];
    for (const monitor of this.monitors) {
      try {
        for (const [evaluation, notification] of this.evaluateOne(monitor, now)) {
          evaluations.push(evaluation);
          if (notification) notifications.push(notification);
        }
      } catch (error) {
        if (!isOfTheQuery(error)) throw error;
        errors.push({ monitor: monitor.name, error: error.message });
      }
    }
    return { evaluations, notifications, errors };
  }

  private evaluateOne(
    monitor: Monitor,
    now: Date,
  ): readonly (readonly [Evaluation, Notification | undefined])[] {
    const query = parseMonitorQuery(monitor.query);
    const to = now.getTime() - (monitor.options.evaluation_delay ?? 0) * SECOND_MS;
    return this.measured(monitor, query, to).flatMap(({ group, value }) => {
      const memory = this.memoryOf(monitor, group, now);
      if (value !== undefined) memory.dataAt = now.getTime();
      if (group.length > 0 && isNew(monitor, memory, now)) return [];
      const state =
        value === undefined
          ? stateWithoutData(monitor, memory, now)
          : stateOf(monitor, query, value, memory.state);
      if (state === undefined) return [];
      const { threshold } = query;
      const evaluation = { monitor, group, state, threshold, ...(value !== undefined && { value }) };
      if (state !== memory.state)
        this.states.set(monitor.id, [...this.statesOf(monitor.id), { at: now.getTime(), state }]);
      return [[evaluation, notificationOf(evaluation, memory, now)] as const];
    });
  }

  private measured(monitor: Monitor, query: MonitorQuery, to: number): readonly Measured[] {
    const measured =
      query.kind === "metric"
        ? measure(query, monitor.query, this.series, to)
        : query.kind === "search"
          ? countFound(query, monitor.query, this.searched, to)
          : undefined;
    if (!measured) throw monitorNotPlayable(monitor.query, "objectives are not reckoned");
    const groups = new Set(measured.map(({ group }) => group.join()));
    const silent = this.knownGroups(monitor).filter((group) => !groups.has(group.join()));
    // A count of a group that is gone is a count of nothing; a metric of it has no data.
    const value = query.kind === "search" ? 0 : undefined;
    return [...measured, ...silent.map((group) => ({ group, value }))];
  }

  private knownGroups({ id }: Monitor): readonly (readonly string[])[] {
    return [...this.memories.keys()]
      .map((key) => JSON.parse(key) as [string, string[]])
      .filter(([monitor, group]) => monitor === id && group.length > 0)
      .map(([, group]) => group);
  }

  private memoryOf({ id }: Monitor, group: readonly string[], now: Date): Memory {
    const key = JSON.stringify([id, group]);
    const known = this.memories.get(key);
    if (known) return known;
    const memory = { cycle: randomUUID(), notifiedAt: 0, dataAt: now.getTime(), since: now.getTime() };
    this.memories.set(key, memory);
    return memory;
  }
}

const isOfTheQuery = (error: unknown): error is Error =>
  error instanceof UserError ||
  error instanceof MonitorQuerySyntaxError ||
  error instanceof LogQuerySyntaxError;

const isNew = ({ options }: Monitor, { since }: Memory, now: Date): boolean =>
  now.getTime() - since < (options.new_group_delay ?? 0) * SECOND_MS;

/** Unless it is told otherwise, a monitor without data keeps its state; before it ever had one, it has none. */
function stateWithoutData({ options }: Monitor, memory: Memory, now: Date): State | undefined {
  switch (options.on_missing_data) {
    case "resolve":
      return "OK";
    case "show_no_data":
    case "show_and_notify_no_data":
      return "No Data";
    default: {
      const silentFor = now.getTime() - memory.dataAt;
      const isTooLong = silentFor >= (options.no_data_timeframe ?? Infinity) * MINUTE_MS;
      return options.notify_no_data && isTooLong ? "No Data" : memory.state;
    }
  }
}

/** Enters the state, and says whether that is told. */
function notificationOf(evaluation: Evaluation, memory: Memory, now: Date): Notification | undefined {
  const { monitor, state } = evaluation;
  const { options } = monitor;
  const before = memory.state;
  memory.state = state;
  const changed = transitionOf(before, state);
  if (changed && (before === undefined || before === "OK")) memory.cycle = randomUUID();
  const transition = changed ?? reminderOf(monitor, state, memory, now);
  const isQuiet = state === "No Data" && options.on_missing_data === "show_no_data";
  if (!transition || isQuiet || isMuted(monitor, now)) return undefined;
  memory.notifiedAt = now.getTime();
  return { ...evaluation, transition, cycle: memory.cycle, at: now };
}

function reminderOf({ options }: Monitor, state: State, memory: Memory, now: Date): Transition | undefined {
  if (state === "OK" || !options.renotify_interval) return undefined;
  const statuses: readonly string[] = options.renotify_statuses ?? ["alert", "no data"];
  const isDue = now.getTime() - memory.notifiedAt >= options.renotify_interval * MINUTE_MS;
  return isDue && statuses.includes(state.toLowerCase()) ? AGAIN[state] : undefined;
}

/** Muted as a whole: for ever, or until a second since 1970. */
function isMuted({ options }: Monitor, now: Date): boolean {
  const until = options.silenced?.["*"];
  return until === null || (until !== undefined && until * SECOND_MS > now.getTime());
}
