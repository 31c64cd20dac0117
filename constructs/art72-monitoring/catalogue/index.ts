import type { Environment, System } from "../../../configs";
import type { MonitorContext, MonitorRow } from "../monitor-row";
import type { MonitorSpec } from "../monitor-spec";
import { LOG } from "./log";
import { OVERSIGHT } from "./oversight";
import { PERFORMANCE } from "./performance";
import { SIGNALS } from "./signals";

/** The catalogue of compliance monitors by family. Rows are data; the system's config sets numbers and leaves out. */
export const FAMILIES: readonly { readonly title: string; readonly rows: readonly MonitorRow[] }[] = [
  { title: "The log itself", rows: LOG },
  { title: "Performance", rows: PERFORMANCE },
  { title: "Human oversight", rows: OVERSIGHT },
  { title: "Signals from outside", rows: SIGNALS },
];

/** Metric scope of one system in one environment. */
export const scopeOf = (environment: Environment, system: System): string =>
  `ai_system:${system.id},env:${environment.id}`;

/** The monitors that a system has in an environment, in the order of the catalogue. */
export function monitorsOf(environment: Environment, system: System): readonly MonitorSpec[] {
  if (system.status === "retired" && system.monitoring.afterRetirement === "close") return [];
  const context: MonitorContext = {
    system,
    thresholds: system.monitoring.thresholds,
    scope: scopeOf(environment, system),
  };
  return FAMILIES.flatMap(({ rows }) => rows).flatMap(({ watch, during, where: _, ...row }) => {
    const watched = during.includes(system.status) ? watch(context) : undefined;
    return watched ? [{ ...row, ...watched }] : [];
  });
}
