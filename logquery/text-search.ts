import { accepts, isSpecialCharacter, start, step } from "./glob";
import type { Glob, QuestionMark } from "./glob";

/** "none exists" is a proof; "gave up" means that the steps ran out. */
export type Found = { readonly text: string } | "none exists" | "gave up";

/** Steps for all searches together; a bound for patterns made to explode. */
const MAX_STEPS = 50_000;

/** Finds texts that match some globs and not others. */
export class TextSearch {
  private steps = MAX_STEPS;
  private readonly within = new Map<Glob, Map<Glob, boolean>>();

  constructor(private readonly questionMark: QuestionMark) {}

  /** Finds a shortest text of at least `minLength` characters that matches every glob in `all` and none in `none`. */
  find(all: readonly Glob[], none: readonly Glob[], minLength: 0 | 1): Found {
    // Pairs repeat in nearly every question, and one glob inside another settles it.
    if (all.some((inner) => none.some((outer) => this.isWithin(inner, outer)))) return "none exists";
    return this.walk(all, none, minLength);
  }

  private isWithin(inner: Glob, outer: Glob): boolean {
    const known = this.within.get(inner) ?? new Map<Glob, boolean>();
    this.within.set(inner, known);
    const answer = known.get(outer) ?? this.walk([inner], [outer], 0) === "none exists";
    known.set(outer, answer);
    return answer;
  }

  /** Breadth first over the product of the globs' automata. */
  private walk(all: readonly Glob[], none: readonly Glob[], minLength: 0 | 1): Found {
    const globs = [...all, ...none];
    const alphabet = alphabetOf(globs);
    let frontier = [{ text: "", places: globs.map(start) }];
    const seen = new Set<string>();
    while (frontier.length > 0) {
      const following: typeof frontier = [];
      for (const { text, places } of frontier) {
        const holds = places.every((at, index) => accepts(globs[index] ?? [], at) === index < all.length);
        if (holds && text.length >= minLength) return { text };
        for (const character of alphabet) {
          if (this.steps <= 0) return "gave up";
          this.steps -= 1;
          const moved = places.map((at, index) => step(globs[index] ?? [], at, character, this.questionMark));
          if (moved.some((at, index) => index < all.length && at.length === 0)) continue;
          const state = moved.map((at) => at.join(",")).join(";");
          if (seen.has(state)) continue;
          seen.add(state);
          following.push({ text: text + character, places: moved });
        }
      }
      frontier = following;
    }
    return "none exists";
  }
}

/** Characters that no glob names behave alike: one letter and one special character stand for them. */
function alphabetOf(globs: readonly Glob[]): readonly string[] {
  const named = new Set(globs.flat().filter((part) => typeof part === "string"));
  const unnamed = (from: number, isSpecial: boolean) => {
    let code = from;
    while (
      named.has(String.fromCodePoint(code)) ||
      isSpecialCharacter(String.fromCodePoint(code)) !== isSpecial
    ) {
      code += 1;
    }
    return String.fromCodePoint(code);
  };
  return [...named, unnamed(0x61, false), unnamed(0x21, true)];
}
