/** From a value to a monitor's state, and from one state to the next. Pure. */
import type { MonitorQuery } from "../../../logquery";
import type { Monitor } from "./definitions";

/** The vendor's words (`MonitorOverallStates`). */
export type State = "OK" | "Warn" | "Alert" | "No Data";

type Comparison = MonitorQuery["comparison"];

const HOLDS: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  ">": (value, threshold) => value > threshold,
  ">=": (value, threshold) => value >= threshold,
  "<": (value, threshold) => value < threshold,
  "<=": (value, threshold) => value <= threshold,
  "==": (value, threshold) => value === threshold,
  "!=": (value, threshold) => value !== threshold,
};

/**
 * The state a value means, after the state before: an alert goes on until its recovery threshold is passed, where there is
 * one.
 */
export function stateOf(
  { options: { thresholds } }: Monitor,
  { comparison, threshold }: Pick<MonitorQuery, "comparison" | "threshold">,
  value: number,
  before: State | undefined,
): State {
  const holds = (limit: number | null | undefined): boolean =>
    limit !== undefined && limit !== null && HOLDS[comparison](value, limit);
  if (holds(threshold) || (before === "Alert" && holds(thresholds?.critical_recovery))) return "Alert";
  return holds(thresholds?.warning) || (before === "Warn" && holds(thresholds?.warning_recovery))
    ? "Warn"
    : "OK";
}

/** What a notification says happened; the vendor's words for `$ALERT_TRANSITION`. */
export type Transition =
  "Triggered" | "Warn" | "No Data" | "Recovered" | "Re-Triggered" | "Re-Warn" | "Re-No Data";

const ON_ENTERING: Readonly<Record<State, Transition>> = {
  OK: "Recovered",
  Warn: "Warn",
  Alert: "Triggered",
  "No Data": "No Data",
};

/** What a change of state is told as; a monitor that begins as OK is no news. */
export function transitionOf(before: State | undefined, after: State): Transition | undefined {
  if (before === after || (before === undefined && after === "OK")) return undefined;
  return ON_ENTERING[after];
}

/** What is said again while a state lasts. */
export const AGAIN: Readonly<Record<Exclude<State, "OK">, Transition>> = {
  Alert: "Re-Triggered",
  Warn: "Re-Warn",
  "No Data": "Re-No Data",
};
