/**
 * Text from plans and configs in Markdown: anyone who may open a pull request may choose an address, a tag or a waiver's
 * reason. What could be read as markup, link, mention or reference goes into a code span, where a code host looks for
 * none of these.
 */

/** What nobody sees, what changes the order of its neighbours, and what is no character at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/**
 * Letters of other alphabets in a word that has Latin ones: `\u0430ws_s3_bucket` with a Cyrillic first letter is another
 * address, and looks like ours. Words of one alphabet stay, and so do Han, kana and Hangul, which look like no Latin.
 */
const MIXED = /[^ ]*[A-Za-z][^ ]*/g;
const FOREIGN =
  /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])(?=\p{L})[^\u0000-\u024f\u1e00-\u1eff]/gu;
/** Words between spaces, or what is already said to be code; never two of them without a space between. */
const TOKENS = /(?<=^| )(\(*)`([^`]+)`([.,;:)]*)(?= |$)|[^ ]+/g;
/** Words without a character that Markdown or a code host gives a meaning, in brackets or before a comma or not. */
const PLAIN =
  /^(?:\(*(?:\p{L}[\p{L}\p{N}]*(?:['’/+-][\p{L}\p{N}]+)*|\d+(?:[.,-]\d+)*%?)(?:\([0-9a-z]{1,3}\))*[.,;:)]*|->)$/u;
/** A number with a point or bracket behind it begins a list. */
const LIST = /^\d+[.)]+$/;
/** Plain words that a code host still links: issues of the GH-1 form, and what may be the id of a commit. */
const LINKED = /\bGH-\d|\b[0-9a-f]{7,40}\b/i;
const LONGEST_RUN = 2;

/** Text in a code span, at most about `most` characters long: address, path, identifier. */
export function code(text: string, most = 200): string {
  const content = shown(text, most)
    .replace(/`{3,}/g, (run) => written(run[0] ?? "").repeat(run.length))
    // A table takes `\|` for a pipe even in a code span, so a backslash before a pipe cannot be said as it is.
    .replace(/\\(?=\|)/g, written);
  if (content.trim() === "") return content === "" ? "(empty)" : "(blank)";
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(Math.min(longest, LONGEST_RUN) + 1);
  return /^[` ]|[` ]$/.test(content) ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

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

/** One row of a table. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Text with what is unseen, or looks like what it is not, written out, and its middle left out where it is too long. */
export function shown(text: string, most: number): string {
  const seen = cut(text, most).replace(UNSEEN, written);
  return cut(
    seen.replace(MIXED, (word) => word.replace(FOREIGN, written)),
    most,
  );
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor(most / 3);
  // Half a character at either end of the gap goes with the gap.
  const head = text.slice(0, most - 1 - tail).replace(/[\ud800-\udbff]$/, "");
  return `${head}…${text.slice(text.length - tail).replace(/^[\udc00-\udfff]/, "")}`;
}

const written = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
