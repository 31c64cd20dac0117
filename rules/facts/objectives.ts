import { MonitorQuerySyntaxError, parseMonitorQuery, type MetricExpression } from "../../logquery";
import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";

/** Service level objectives of the monitoring plan. */
export const objectives = (set: ResourceSet): readonly Resource[] =>
  set.ofType("datadog_service_level_objective");

/** Value of a tag of an objective. */
export const tagOfObjective = (slo: Resource, key: string): string | undefined =>
  all(slo, "tags")
    .filter((tag) => typeof tag === "string")
    .find((tag) => tag.startsWith(`${key}:`))
    ?.slice(key.length + 1);

/**
 * One side of an objective's ratio: what monitors measure, without window and comparison.
 *
 * @throws CannotTell where it cannot be read
 */
export function expressionIn(side: string): MetricExpression {
  try {
    const query = parseMonitorQuery(`sum(last_1d):${side} > 0`);
    if (query.kind === "metric") return query.expression;
  } catch (error) {
    if (!(error instanceof MonitorQuerySyntaxError)) throw error;
  }
  throw new CannotTell(`"${side}" cannot be read`);
}
