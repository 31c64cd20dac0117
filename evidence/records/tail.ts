import type { Head } from "./head";
import type { RecordStore } from "./store";

/** What a process remembers of a stream's end, so that it need not look for it each time. */
export interface Tail {
  head?: Head;
}

interface Queue {
  readonly tail: Tail;
  last: Promise<unknown>;
}

const queues = new WeakMap<RecordStore, Map<string, Queue>>();

/** Runs one after the other what one process does at the end of one stream of a store. */
export function takeTurn<Result>(
  store: RecordStore,
  stream: string,
  action: (tail: Tail) => Promise<Result>,
): Promise<Result> {
  const streams = queues.get(store) ?? new Map<string, Queue>();
  queues.set(store, streams);
  const queue = streams.get(stream) ?? { tail: {}, last: Promise.resolve() };
  streams.set(stream, queue);
  const turn = queue.last.then(() => action(queue.tail));
  queue.last = turn.catch(() => undefined);
  return turn;
}
