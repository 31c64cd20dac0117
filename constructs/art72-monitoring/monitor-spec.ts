import type { Duty } from "../evidence-resource";

/**
 * Behaviour without data, chosen for each monitor: silence must never read as health by accident. Either people are
 * told after that many minutes, or it is written why not.
 */
export type MissingData =
  | { readonly notifyAfterMinutes: number }
  | { readonly quietBecause: string }
  /** Of monitors that count events: `default` takes no events for a count of 0. */
  | { readonly onMissingData: "default"; readonly because: string };

/** One compliance monitor, whatever it watches: a system, an organisation. */
export interface MonitorSpec {
  /** Stable key in snake case: the Terraform address, and the heading of its section in docs/monitors.md. */
  readonly key: string;
  /** Terraform address where the same monitor stands several times. @default its key */
  readonly address?: string;
  /** Article in the name, for example `Art 72`. */
  readonly article: string;
  readonly duties: readonly Duty[];
  /** What is wrong when it alerts; the end of the monitor's name. */
  readonly title: string;
  /** What an alert means and what it leaves open, in sentences. */
  readonly meaning: string;
  /** What to do, in sentences. */
  readonly action: string;
  /** Who does it, by role. */
  readonly who: string;
  /** 1 now, 2 today, 3 this week. */
  readonly priority: 1 | 2 | 3;
  /** Type of Datadog's monitor. @default "query alert" */
  readonly type?: string;
  readonly query: string;
  /** The number behind the comparison in the query, which Datadog wants twice. */
  readonly threshold: number;
  readonly missingData: MissingData;
  /** Minutes after which an alert that goes on is said again. */
  readonly renotifyMinutes: number;
}
