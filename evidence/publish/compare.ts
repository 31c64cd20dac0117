/** What a change of a page comes to, line by line, for people. */

const BLOCK_END = /<\/(?:p|h[1-6]|li|tr|table|ul|ol|blockquote|ac:structured-macro)>|<(?:br|hr)\s*\/?>/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
  "&amp;": "&",
};
/** Beyond it the two are shown one after the other: comparing takes the product of both. */
const MOST_COMPARED = 4_000_000;

/** The words of a page in storage format, a line for each block, a bar between cells. */
export function linesOf(storage: string): readonly string[] {
  return storage
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text: string) =>
      text.replace(/&/g, "&amp;").replace(/</g, "&lt;"),
    )
    .replace(/\r?\n/g, " ")
    .replace(/<\/t[dh]>/gi, " | ")
    .replace(BLOCK_END, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
}

/** Lines that go, after `- `, and lines that come, after `+ `, in their order. */
export function compared(before: readonly string[], after: readonly string[]): readonly string[] {
  if (before.length * after.length > MOST_COMPARED)
    return [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)];
  const common = lengthsOfCommon(before, after);
  const width = after.length + 1;
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (
      j >= after.length ||
      (i < before.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    )
      lines.push(`- ${before[i++]}`);
    else lines.push(`+ ${after[j++]}`);
  }
  return lines;
}

/** How many lines the two have in common from each pair of places on. */
function lengthsOfCommon(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  return common;
}
