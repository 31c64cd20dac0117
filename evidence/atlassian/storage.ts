/**
 * Text as Confluence's API takes it: the storage format, which is XHTML.
 *
 * @see https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 */
import { escapeHtml } from "../html/escape";
import { LONGEST_LINE, type Line } from "./adf";
import { readable } from "./readable";

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

const fit = (text: string): string => escapeHtml(readable(text, LONGEST_LINE));
