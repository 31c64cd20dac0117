/** Starts up to `ahead` actions before the first is asked for, and gives their results in order. */
export async function* readAhead<Item, Result>(
  items: AsyncIterable<Item>,
  ahead: number,
  action: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const started: Promise<Result>[] = [];
  for await (const item of items) {
    const result = action(item);
    // Whoever takes the result meets its fault; until then it must not count as unhandled.
    result.catch(() => undefined);
    started.push(result);
    if (started.length >= ahead) yield await started.shift()!;
  }
  for (const result of started) yield await result;
}
