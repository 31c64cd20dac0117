import type { DatasetFacts } from "../facts/promotion-facts";
import { own } from "./own";
import { shown } from "./shown";

/** Contexts of data sets, compared letter by letter: MLflow takes any text. */
export const CONTEXTS = ["training", "validation", "test"] as const;

export const contextOf = ({ tags }: DatasetFacts): string | undefined => own(tags, "mlflow.data.context");

/** SHA-256 of the whole content, as the training says in a tag; `undefined` where it says none. */
export function sha256Of({ tags }: DatasetFacts): string | undefined {
  const value = own(tags, "sha256")?.toLowerCase();
  return value !== undefined && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

/** For messages: `Data set "german-credit-test"`. */
export const nameOf = ({ name }: DatasetFacts): string => `Data set ${shown(name)}`;

export const ofContext = (datasets: readonly DatasetFacts[], context: (typeof CONTEXTS)[number]) =>
  datasets.filter((each) => contextOf(each) === context);
