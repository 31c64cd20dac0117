import { Refusal } from "./refusal";

/** Runs somebody's work, unless too much of it is under way. @throws Refusal RESOURCE_CONFLICT */
type AtOnce = <T>(who: string, work: () => Promise<T>) => Promise<T>;

/**
 * Lets so many pieces of work of one person or program run at once, and refuses more: what takes long must not keep others
 * from their turn.
 *
 * @param message what is under way, and what to do
 */
export function atMost(most: number, message: string): AtOnce {
  const running = new Map<string, number>();
  return async (who, work) => {
    const already = running.get(who) ?? 0;
    if (already >= most) throw new Refusal("RESOURCE_CONFLICT", message);
    running.set(who, already + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(who) ?? 1) - 1;
      if (left > 0) running.set(who, left);
      else running.delete(who);
    }
  };
}
