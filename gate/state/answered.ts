import { Refusal } from "../refusal";
import { databaseSilent } from "./words";

/** Longer texts say no more to whoever reads a traceback. */
const LONGEST_REASON = 200;

/** Does what asks the database. Whatever it throws instead of an answer becomes a refusal: the gate fails closed. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw databaseSilent(reasonOf(error).replace(/\s+/g, " ").slice(0, LONGEST_REASON));
  }
}

/** What a database, or the way to it, says of a fault; of several addresses that were tried, the first. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
