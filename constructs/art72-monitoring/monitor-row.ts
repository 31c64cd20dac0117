import type { System } from "../../configs";
import type { MissingData, MonitorSpec } from "./monitor-spec";

/** What the rows of the catalogue may use: the system and its plan, and the scope of its metrics. */
export interface MonitorContext {
  readonly system: System;
  readonly thresholds: System["monitoring"]["thresholds"];
  /** Metric scope of one system in one environment, for example `ai_system:credit-scoring,env:production`. */
  readonly scope: string;
}

/** The part of a row that the system's plan decides. */
export interface Watched {
  readonly query: string;
  readonly threshold: number;
  readonly missingData: MissingData;
}

/** One compliance monitor of an AI system, as data. */
export interface MonitorRow extends Omit<MonitorSpec, keyof Watched> {
  /** Key of the config that it needs; `always` where every system has it. */
  readonly where: string;
  /** While the system is in use, after it is retired, or both. */
  readonly during: readonly System["status"][];
  /** `undefined` where the system's config leaves it out. */
  watch(context: MonitorContext): Watched | undefined;
}

export const HOUR = 60;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** Why most monitors do not speak of missing data themselves. */
export const QUIET: MissingData = {
  quietBecause: "no_log_entries tells when nothing is counted; without a decision there is no rate",
};
