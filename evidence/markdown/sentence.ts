import { code, shown } from "./spans";

/** A document's sentence may be as long as a config or a record takes. */
const MOST = 4000;
/** Characters that Markdown may read as markup wherever they stand. */
const ANYWHERE = /[\\`*_[\]<>&|~$]/g;
/** Characters that begin headings, lists and rules. */
const AT_BEGINNING = /^(\s*)([#+=:-])/;
/** A number that begins a list. */
const NUMBERED = /^(\s*\d+)([.)])/;

/**
 * Text from outside as part of a sentence: it reads as it was written, and no reader of Markdown takes any of it for markup,
 * link or image. Ends of lines and what is unseen are written out.
 */
export function sentence(text: string, most = MOST): string {
  return shown(text, most)
    .replace(ANYWHERE, "\\$&")
    .replace(AT_BEGINNING, "$1\\$2")
    .replace(NUMBERED, "$1\\$2");
}

/** The same of a text whose words in backticks are commands or names. */
export function sentenceWithCode(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : sentence(part)))
    .join("");
}
