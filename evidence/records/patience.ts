import { setTimeout as sleep } from "node:timers/promises";

const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1000;

/** Waits between attempts, longer each time and at random, so that writers who met do not meet again; and gives up. */
export class Patience {
  readonly #giveUpAt: number;
  #longestMs = FIRST_WAIT_MS;

  /** @param forMs from now, after which no more attempts are made */
  constructor(forMs: number) {
    this.#giveUpAt = performance.now() + forMs;
  }

  /** Waits for the next attempt; false, at once, when there shall be none. */
  async wait(): Promise<boolean> {
    if (performance.now() >= this.#giveUpAt) return false;
    await sleep(Math.random() * this.#longestMs);
    this.#longestMs = Math.min(2 * this.#longestMs, LONGEST_WAIT_MS);
    return true;
  }
}
