import type { Pattern } from "./ast";

const MANY = Symbol("*");
const ONE = Symbol("?");

/** A pattern as single steps: a character, `*` or `?`. */
export type Glob = readonly (string | typeof MANY | typeof ONE)[];

/**
 * What `?` stands for. The vendor's page says "a single special character or space"; search engines commonly take any
 * character. `matchesGlob` takes any; a proof must hold under both.
 */
export type QuestionMark = "any character" | "special characters only";

/** Compiles a pattern. */
export function compileGlob(pattern: Pattern): Glob {
  return pattern.flatMap<Glob[number]>((part) => {
    if (typeof part === "string") return [...part];
    return part.wildcard === "*" ? MANY : ONE;
  });
}

/** True if the glob has a `?`, whose meaning is not settled. */
export function hasQuestionMark(glob: Glob): boolean {
  return glob.includes(ONE);
}

/** True if the glob is `*`, which every text matches. */
export function matchesAnyText(glob: Glob): boolean {
  return glob.length === 1 && glob[0] === MANY;
}

/** Does the whole text match? Case-sensitive. Takes time proportional to text x pattern, whatever the stars. */
export function matchesGlob(glob: Glob, text: string): boolean {
  let places = start(glob);
  for (const character of text) {
    places = step(glob, places, character, "any character");
    if (places.length === 0) return false;
  }
  return accepts(glob, places);
}

/** The places in the glob that can be reached before the first character; always sorted. */
export function start(glob: Glob): readonly number[] {
  return closure(glob, [0]);
}

/** The places that one more character leads to. */
export function step(
  glob: Glob,
  places: readonly number[],
  character: string,
  questionMark: QuestionMark,
): readonly number[] {
  const moved = places.flatMap((place) => {
    const part = glob[place];
    if (part === MANY) return [place];
    if (part === character) return [place + 1];
    const anyOne = questionMark === "any character" || isSpecialCharacter(character);
    return part === ONE && anyOne ? [place + 1] : [];
  });
  return closure(glob, moved);
}

/** Adds the places behind stars, which may match nothing. */
function closure(glob: Glob, places: readonly number[]): readonly number[] {
  const reached = new Set<number>();
  for (let place of places) {
    reached.add(place);
    while (glob[place] === MANY) reached.add((place += 1));
  }
  return [...reached].sort((a, b) => a - b);
}

/** Is the whole glob behind one of the places? */
export function accepts(glob: Glob, places: readonly number[]): boolean {
  return places.includes(glob.length);
}

/** Neither a letter nor a digit. */
export function isSpecialCharacter(character: string): boolean {
  return !/[\p{L}\p{N}]/u.test(character);
}
