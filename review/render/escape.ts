import { code, shown } from "../../evidence/markdown";

export { code, row, shown } from "../../evidence/markdown";

/**
 * Text from plans and configs in Markdown: anyone who may open a pull request may choose an address, a tag or a waiver's
 * reason. What could be read as markup, link, mention or reference goes into a code span, where a code host looks for
 * none of these.
 */

/** Words between spaces, or what is already said to be code; never two of them without a space between. */
const TOKENS = /(?<=^| )(\(*)`([^`]+)`([.,;:)]*)(?= |$)|[^ ]+/g;
/** Words without a character that Markdown or a code host gives a meaning, in brackets or before a comma or not. */
const PLAIN =
  /^(?:\(*(?:\p{L}[\p{L}\p{N}]*(?:['’/+-][\p{L}\p{N}]+)*|\d+(?:[.,-]\d+)*%?)(?:\([0-9a-z]{1,3}\))*[.,;:)]*|->)$/u;
/** A number with a point or bracket behind it begins a list. */
const LIST = /^\d+[.)]+$/;
/** Plain words that a code host still links: issues of the GH-1 form, and what may be the id of a commit. */
const LINKED = /\bGH-\d|\b[0-9a-f]{7,40}\b/i;

/** A sentence, at most about `most` characters long: its plain words as they are, all others in code spans. */
export function prose(text: string, most = 400): string {
  return shown(text, most).replace(
    TOKENS,
    (word: string, before = "", said: string | undefined = undefined, after = "") =>
      said === undefined ? plainOrCode(word, most) : `${before}${code(said, most)}${after}`,
  );
}

const plainOrCode = (word: string, most: number): string =>
  PLAIN.test(word) && !LINKED.test(word) && !LIST.test(word) ? word : code(word, most);

/** A person or team in a way that notifies them, where it is one of the code host's names; a sentence otherwise. */
export function mention(approver: string): string {
  return /^@[A-Za-z0-9][A-Za-z0-9-]{0,99}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/.test(approver)
    ? approver
    : prose(approver);
}
