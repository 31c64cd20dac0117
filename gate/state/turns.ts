import { AsyncLocalStorage } from "node:async_hooks";
import type { Connection, HeldLock } from "./connection";
import { decisionUnderWay, turnLost } from "./words";

interface Turn {
  readonly model: string;
  readonly lock: HeldLock;
}

/** One decision at a time for a registered model: first among those of this task, then among all tasks. */
export class Turns {
  readonly #queues = new Map<string, Promise<void>>();
  readonly #now = new AsyncLocalStorage<Turn>();

  constructor(
    private readonly connection: Pick<Connection, "lock">,
    private readonly waitMs: number,
  ) {}

  /** @throws Refusal when others take longer than the wait */
  async take<T>(model: string, work: () => Promise<T>): Promise<T> {
    const done = await this.#turnOfThisTask(model);
    try {
      const lock = await this.connection.lock(`decision:${model}`, this.waitMs);
      if (lock === undefined) throw decisionUnderWay(model, this.waitMs);
      try {
        return await this.#now.run({ model, lock }, work);
      } finally {
        await lock.release();
      }
    } finally {
      done();
    }
  }

  /**
   * To be asked before a step that must not be taken twice at a time.
   * @throws Refusal when the turn in which this is asked was lost, so that another may have begun
   */
  mustStillBeHeld(): void {
    const turn = this.#now.getStore();
    if (turn?.lock.lost()) throw turnLost(turn.model);
  }

  async #turnOfThisTask(model: string): Promise<() => void> {
    const before = this.#queues.get(model) ?? Promise.resolve();
    let done = () => {};
    const own = new Promise<void>((resolve) => (done = resolve));
    const queue = before.then(() => own);
    this.#queues.set(model, queue);
    void queue.then(() => {
      if (this.#queues.get(model) === queue) this.#queues.delete(model);
    });
    if (await isOver(before, this.waitMs)) return done;
    done();
    throw decisionUnderWay(model, this.waitMs);
  }
}

async function isOver(promise: Promise<void>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
