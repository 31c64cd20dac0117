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

/** The value, where there is exactly one and it is a number. */
export function valueOf(run: RunFacts, name: string): number | undefined {
  const found = metricsNamed(run, name);
  const value = found[0]?.value;
  return found.length === 1 && typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
