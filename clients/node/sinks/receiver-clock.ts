/** The clock of whoever takes the events, as far as its answers tell it. */
export interface ReceiverClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes the `Date` header of an answer. */
  readonly heard: (date: string | undefined) => void;
}

/** A header has whole seconds, and the answer was some time under way. */
const BLUR_MS = 60_000;
/** After that the other side is asked again: this machine's clock may have been set meanwhile. */
const TRUSTED_MS = 600_000;

/**
 * This machine's clock; for ten minutes after an answer from which it differs by more than a minute, the other side's. That
 * one goes on by this machine's uptime, so that setting the clock here does not move it.
 */
export function receiverClock(): ReceiverClock {
  let heard: { readonly time: number; readonly at: number } | undefined;
  return {
    now: () => {
      const since = performance.now() - (heard?.at ?? 0);
      return heard !== undefined && since < TRUSTED_MS ? heard.time + since : Date.now();
    },
    heard: (date) => {
      const time = Date.parse(date ?? "");
      const differs = Math.abs(time - Date.now()) > BLUR_MS;
      if (!Number.isNaN(time)) heard = differs ? { time, at: performance.now() } : undefined;
    },
  };
}
