import { recover, type Recovering } from "./recover";

/** MLflow may still be at work on what a dead gate sent it: what is open is looked at again. */
const AGAIN_AFTER_MS = 60_000;

/** A gate's recovery that goes on beside its work. */
export interface Recovery {
  /** Ends it, after what is being looked at. */
  stop(): Promise<void>;
}

/**
 * Recovers at once and again every minute, for as long as the gate runs.
 * @param say told what was settled, released or left
 */
export function keepRecovering(parts: Recovering, say: (message: string) => void): Recovery {
  const stopped = new AbortController();
  const going = (async () => {
    while (!stopped.signal.aborted) {
      await once(parts, say);
      await pause(AGAIN_AFTER_MS, stopped.signal);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await going;
    },
  };
}

async function once(parts: Recovering, say: (message: string) => void): Promise<void> {
  const { intents, late, released, refrozen, left } = await recover(parts);
  for (const [id, outcome] of Object.entries(intents)) say(`intent ${id}: ${outcome}`);
  for (const id of late) say(`intent ${id}: MLflow carried it out after it was given up`);
  for (const holder of released) say(`released ${holder}: no approval stands behind it`);
  for (const holder of refrozen) say(`frozen again for ${holder}: the database had lost it`);
  for (const why of left) say(why);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener("abort", done, { once: true });
  });
}
