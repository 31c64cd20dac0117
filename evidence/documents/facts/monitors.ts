import { stackName, type Environment, type System } from "../../../configs";
import { PROVISIONS, type ProvisionId } from "../../../regulation";
import type { Art12EventType } from "../../event";
import { listAt, textAt, type Deployed, type DeployedResource } from "./deployed";
import { counted } from "../counted";
import { eventTypesOf } from "./log-metrics";

/** A monitor as it is deployed. Its texts are those that its alert says. */
export interface DeployedMonitor {
  readonly address: string;
  /** Heading of its section in docs/monitors.md. */
  readonly key: string;
  /** Whole name in Datadog. */
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  readonly who: string;
  readonly duties: readonly ProvisionId[];
  readonly query: string;
  readonly threshold: string;
  /** Of the data that it looks at, such as `1 day`. */
  readonly window: string;
  readonly renotifyMinutes: number | undefined;
  readonly withoutData: string;
  readonly notifies: readonly string[];
  readonly eventTypes: readonly Art12EventType[];
}

/** Monitors of one system in an environment, by address. */
export function monitorsOf(
  deployed: Deployed,
  environment: Environment,
  system: System,
): readonly DeployedMonitor[] {
  const stack = stackName.art72Monitoring(environment.id, system.id);
  return deployed.in(stack, "datadog_monitor").map((each) => monitor(each, deployed, environment));
}

/** Monitors of the organisation that concern an environment: all but those of another one. */
export function organisationMonitorsOf(
  deployed: Deployed,
  environment: Environment,
): readonly DeployedMonitor[] {
  return deployed
    .in(stackName.datadogOrganisation(environment.datadog.org), "datadog_monitor")
    .filter(({ values }) => {
      const environments = listAt(values, "tags").filter((tag) => String(tag).startsWith("env:"));
      return environments.length === 0 || environments.includes(`env:${environment.id}`);
    })
    .map((each) => monitor(each, deployed, environment));
}

function monitor(
  { address, name: key, values }: DeployedResource,
  deployed: Deployed,
  environment: Environment,
): DeployedMonitor {
  const [name, query, message] = ["name", "query", "message"].map((path) => textAt(values, path) ?? "");
  const lines = (message ?? "").split("\n");
  const after = (label: string) =>
    lines.find((line) => line.startsWith(`${label}: `))?.slice(label.length + 2) ?? "";
  const renotify = Number(textAt(values, "renotify_interval"));
  return {
    address,
    key,
    name: name ?? "",
    title: (name ?? "").replace(/^(?:\[[^\]]*\])+ */, ""),
    meaning: lines[0] ?? "",
    action: after("What to do"),
    who: after("Who").replace(/\.$/, ""),
    duties: dutiesIn(after("Serves")),
    query: query ?? "",
    threshold: textAt(values, "monitor_thresholds", "critical") ?? "",
    window: windowOf(query ?? ""),
    renotifyMinutes: renotify > 0 ? renotify : undefined,
    withoutData: withoutData(values),
    notifies: (lines.at(-1) ?? "").split(" ").filter((word) => word.startsWith("@")),
    eventTypes: eventTypesOf(query ?? "", deployed, stackName.datadogOrganisation(environment.datadog.org)),
  };
}

const IDS = new Map<string, ProvisionId>(PROVISIONS.map(({ id }) => [id, id]));

/** `Art72, Art26(5); part of ...` */
const dutiesIn = (serves: string): readonly ProvisionId[] =>
  (serves.split(";")[0] ?? "").split(", ").flatMap((word) => IDS.get(word.trim()) ?? []);

const UNITS: Readonly<Record<string, string>> = { m: "minute", h: "hour", d: "day", w: "week" };

function windowOf(query: string): string {
  const [, count, unit = ""] = /\blast(?:_|\(")(\d+)([mhdw])/.exec(query) ?? [];
  return count === undefined ? "" : counted(Number(count), UNITS[unit] ?? unit);
}

function withoutData(values: DeployedResource["values"]): string {
  const missing = textAt(values, "on_missing_data");
  if (missing === "default") return "counts as none";
  if (missing !== undefined) return missing.replaceAll("_", " ");
  const after = Number(textAt(values, "no_data_timeframe"));
  return textAt(values, "notify_no_data") === "true" ? `alerts after ${inWords(after)}` : "quiet";
}

/** Minutes in the largest unit that they are whole numbers of. */
export function inWords(minutes: number): string {
  if (minutes % 10_080 === 0) return counted(minutes / 10_080, "week");
  if (minutes % 1440 === 0) return counted(minutes / 1440, "day");
  return minutes % 60 === 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}
