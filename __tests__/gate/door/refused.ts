import { Refusal } from "../../../gate/refusal";

/** The words of the refusal that this throws, or `passes`. */
export function words(attempt: () => unknown): string {
  try {
    attempt();
    return "passes";
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
}
