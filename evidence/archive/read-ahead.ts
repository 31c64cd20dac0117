/**
 * Runs an action on each item, up to `ahead` at a time, and gives the results in the order of the items. When it ends
 * early, for a failure or because no more is asked for, it waits for what is still running.
 */
export async function* readAhead<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  ahead: number,
  action: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const started: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = action(item);
      // Whoever takes the result meets its fault; until then it must not count as unhandled.
      result.catch(() => undefined);
      started.push(result);
      if (started.length >= ahead) yield await started.shift()!;
    }
    while (started.length > 0) yield await started.shift()!;
  } finally {
    await Promise.allSettled(started);
  }
}
