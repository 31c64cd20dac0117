/**
 * Who may open an entry. Opening one is not idempotent, and the register's search shows a new one late. So whoever opens has
 * claimed it first, by a record in a stream whose order is the same for all; and nobody opens while an entry that an earlier
 * claim may have opened would not be seen yet.
 */
import type { Story, Taken } from "./book";

/** Milliseconds after a claim in which its holder may begin to open. */
const CLAIM_MS = 60_000;
/** Longer than one answer is waited for, and than clocks of two machines differ. */
const MARGIN_MS = 30_000;

export type Permission =
  /** It may, by a claim that holds. */
  | { readonly is: "given" }
  /** Nothing speaks against it, but a claim is needed. */
  | { readonly is: "to-be-claimed" }
  /** Not before this time, in milliseconds since 1970. */
  | { readonly is: "later"; readonly from: number };

/** The claims that one process made. */
export class Claims {
  /** By number in the stream; whether what was begun under it may have been done. */
  readonly #own = new Map<number, "nothing-done" | "unsure">();

  /** @param shownWithinMs after which the register's search shows an entry for certain */
  constructor(private readonly shownWithinMs: number) {}

  claimed({ sequence }: Pick<Taken, "sequence">): void {
    this.#own.set(sequence, "nothing-done");
  }

  /** From here on an entry may have been opened under the claims of this cycle. */
  begun(story: Story): void {
    this.mark(story, "unsure");
  }

  /** It was refused: nothing was opened. */
  refused(story: Story): void {
    this.mark(story, "nothing-done");
  }

  /** @param now milliseconds since 1970 */
  permission({ taken }: Story, now: number): Permission {
    const settledMs = CLAIM_MS + MARGIN_MS + this.shownWithinMs;
    const others = taken.filter(({ sequence }) => this.#own.get(sequence) !== "nothing-done");
    const own = taken.filter(
      ({ sequence, at }) => this.#own.get(sequence) === "nothing-done" && now - at < CLAIM_MS,
    );
    const held = own.some((claim) =>
      others.every(({ sequence, at }) => sequence > claim.sequence || at + settledMs <= claim.at),
    );
    if (held) return { is: "given" };
    const from = Math.max(...others.map(({ at }) => at + settledMs), 0);
    return from <= now ? { is: "to-be-claimed" } : { is: "later", from };
  }

  private mark({ taken }: Story, as: "nothing-done" | "unsure"): void {
    for (const { sequence } of taken) if (this.#own.has(sequence)) this.#own.set(sequence, as);
  }
}
