const LONGEST = 80;

/**
 * A value that a client chose, in quotes, so that what is wrong with it can be seen: letters of other scripts that look like
 * Latin ones, blanks, directions and control characters are shown as escapes, and long values are cut.
 */
export function shown(value: string): string {
  const whole = [...value];
  const visible = whole
    .slice(0, LONGEST)
    .map((character) => (isPlain(character) ? character : escaped(character)))
    .join("");
  return `"${visible}${whole.length > LONGEST ? "…" : ""}"`;
}

const isPlain = (character: string) =>
  character !== '"' &&
  character !== "\\" &&
  /^(?:[\x20-\x7e]|\p{Script=Latin})$/u.test(character) &&
  !isWide(character);

/** Full-width letters are of the Latin script, and are others than the plain ones. */
const isWide = (character: string) => character.normalize("NFKC") !== character;

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
