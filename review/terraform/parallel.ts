import { availableParallelism } from "node:os";

/** A provider takes some hundred MB, one process for each of a stack's regions; a plan keeps a core busy at its start. */
const BYTES_PER_PLAN = 1024 ** 3;
const MOST = 8;

/** How many stacks are planned at a time: as many as cores and free memory allow, at most eight. */
export function parallelPlans(cores = availableParallelism(), freeBytes = process.availableMemory()): number {
  return Math.max(1, Math.min(cores, Math.floor(freeBytes / BYTES_PER_PLAN), MOST));
}

/**
 * Works on all items, at most `limit` at a time, and gives the results in their order. After a fault no more is begun;
 * what is under way is waited for.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let faulty = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (faulty) return;
      results[index] = await work(item).catch((error: unknown) => {
        faulty = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}

/** Lets actions through one by one, in the order in which they ask. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(action);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
