/**
 * Text as Confluence's API takes it: the storage format, which is XHTML.
 *
 * @see https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 */
import { LONGEST_LINE, type Line } from "./adf";
import { readable } from "./readable";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text between tags or quotation marks. */
export const escapeXhtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** Paragraphs, then a list. */
export function storageDocument(paragraphs: readonly Line[], list: readonly Line[] = []): string {
  const items = list.map((line) => `<li><p>${inline(line)}</p></li>`).join("");
  return paragraphs.map((line) => `<p>${inline(line)}</p>`).join("") + (items && `<ul>${items}</ul>`);
}

function inline(line: Line): string {
  if (typeof line === "string") return fit(line);
  const value = fit(line.value);
  const shown =
    line.as === "code"
      ? `<code>${value}</code>`
      : line.as === "link"
        ? `<a href="${value}">${value}</a>`
        : value;
  return `<strong>${fit(line.label)}</strong>: ${shown}`;
}

const fit = (text: string): string => escapeXhtml(readable(text, LONGEST_LINE));
