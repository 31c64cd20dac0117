import { sha256Hex } from "./canonical";
import type { Art12Event } from "./schema";

/** `prev` of an emitter's first event. */
export const GENESIS = "0".repeat(64);

/** `prev` of the event that follows the given canonical string; {@link GENESIS} where none came before. */
export function chainLink(previousEntry?: string): string {
  return previousEntry === undefined ? GENESIS : sha256Hex(previousEntry);
}

/** Something that does not fit in one emitter's chain. */
export type ChainBreak =
  /** The first event does not say it is the first, or a later one says it is. */
  | { readonly kind: "false-start"; readonly sequence: number }
  /** `missing` events are absent before this one. */
  | { readonly kind: "gap"; readonly sequence: number; readonly missing: number }
  /** This number, or a higher one, was already there. */
  | { readonly kind: "out-of-order"; readonly sequence: number; readonly last: number }
  /** The event before is not the one this event was written after: one of the two was replaced. */
  | { readonly kind: "broken-link"; readonly sequence: number };

/**
 * Checks one emitter's events, given in order of their sequence, in constant memory. A period may begin in the
 * middle of a chain: then the first event seen is taken as it is, and what came before it stays untold.
 */
export class ChainCheck {
  #last: { sequence: number; entrySha256: string } | undefined;

  /** Takes the next event with the SHA-256 of its canonical string; returns the break it shows, if any. */
  next(
    emitter: Pick<Art12Event["emitter"], "sequence" | "prev">,
    entrySha256: string,
  ): ChainBreak | undefined {
    const found = this.#compare(emitter);
    if (found?.kind !== "out-of-order") this.#last = { sequence: emitter.sequence, entrySha256 };
    return found;
  }

  #compare({ sequence, prev }: Pick<Art12Event["emitter"], "sequence" | "prev">): ChainBreak | undefined {
    const last = this.#last;
    if (last !== undefined && sequence <= last.sequence) {
      return { kind: "out-of-order", sequence, last: last.sequence };
    }
    if ((sequence === 1) !== (prev === GENESIS)) return { kind: "false-start", sequence };
    if (last === undefined) return undefined;
    const missing = sequence - last.sequence - 1;
    if (missing > 0) return { kind: "gap", sequence, missing };
    return prev === last.entrySha256 ? undefined : { kind: "broken-link", sequence };
  }
}
