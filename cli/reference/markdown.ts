/** A table of Markdown; a `|` in a cell is written so that it stays in the cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What would be HTML is written as text, but in code, where it is text already. */
const inCell = (text: string): string =>
  text
    .replaceAll("|", "\\|")
    .replaceAll(/\s*\n\s*/g, " ")
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "\\<")))
    .join("");

/** Words that stand as they are, in a block of their own. */
export function asPrinted(text: string): string {
  return ["```text", text.trim(), "```"].join("\n");
}

/** The first sentence of a text, for a table. */
export function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
}
