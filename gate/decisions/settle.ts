import { Refusal } from "../refusal";
import { concludeIntent } from "./conclude";
import type { DecisionParts } from "./parts";

/**
 * Does something with a registered model that nobody else decides on at the same time, after what was decided before has
 * come to its end.
 *
 * @throws Refusal RESOURCE_CONFLICT while it cannot be told what became of an earlier change
 */
export function alone<T>(parts: DecisionParts, model: string, work: () => Promise<T>): Promise<T> {
  return parts.state.exclusively(model, async () => {
    const open = (await parts.state.openIntents()).filter((intent) => intent.model === model);
    for (const intent of open)
      if ((await concludeIntent(parts, intent)) === "open")
        throw new Refusal(
          "RESOURCE_CONFLICT",
          `EU AI Act gate: a change of '${model}' that was decided at ${intent.at} is not settled: MLflow may still be making it. Try again in two minutes.`,
        );
    return work();
  });
}
