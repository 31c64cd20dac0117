/**
 * Text from outside in Markdown: anyone may choose a tag, a name or a reason. What nobody sees, and what looks like something
 * that it is not, is written out; what is no sentence goes into a code span.
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
