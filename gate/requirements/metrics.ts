import { type ExpectedMetric, metricNamesOf } from "../../configs";
import type { RunFacts } from "../facts/promotion-facts";
import { CannotTell, type LackingContext } from "./requirement";

/** Each metric that a threshold asks for, once. @throws CannotTell where there are no thresholds */
export function expectedMetrics({ requirements }: LackingContext): readonly ExpectedMetric[] {
  if (!requirements?.thresholds) throw new CannotTell("the system has no thresholds");
  return requirements.thresholds.metrics.flatMap(metricNamesOf);
}

export const metricsNamed = ({ metrics }: RunFacts, name: string): RunFacts["metrics"] =>
  metrics.filter(({ key }) => key === name);

/**
 * Whether a value of MLflow's is a number that can be held against a threshold. NaN comes as a text; of infinity its database
 * makes the largest double there is, which no measurement gives.
 */
export const isMeasured = (value: number | string): value is number =>
  typeof value === "number" && Math.abs(value) < Number.MAX_VALUE;

/** The value, where there is exactly one and it is a number. */
export function valueOf(run: RunFacts, name: string): number | undefined {
  const found = metricsNamed(run, name);
  const [metric] = found;
  return found.length === 1 && metric && isMeasured(metric.value) ? metric.value : undefined;
}
