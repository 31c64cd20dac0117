/**
 * Text as Jira's API takes it: the Atlassian Document Format. What stands in a text node is text, whatever it looks like.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
import { readable } from "./readable";

interface AdfMark {
  readonly type: "link" | "strong" | "code";
  readonly attrs?: { readonly href: string };
}
interface AdfText {
  readonly type: "text";
  readonly text: string;
  readonly marks?: readonly AdfMark[];
}
interface AdfParagraph {
  readonly type: "paragraph";
  readonly content: readonly AdfText[];
}
interface AdfList {
  readonly type: "bulletList";
  readonly content: readonly { readonly type: "listItem"; readonly content: readonly AdfParagraph[] }[];
}
export interface AdfDocument {
  readonly version: 1;
  readonly type: "doc";
  readonly content: readonly (AdfParagraph | AdfList)[];
}

/** One line of a text: plain, or a label with its value, which may be a link. */
export type Line = string | { readonly label: string; readonly value: string; readonly as?: "link" | "code" };

/** The longest line that is shown; the formats themselves take more. */
export const LONGEST_LINE = 1_000;

/** Paragraphs, then a list. */
export function adfDocument(paragraphs: readonly Line[], list: readonly Line[] = []): AdfDocument {
  const items = list.map((line) => ({ type: "listItem" as const, content: [paragraph(line)] }));
  return {
    version: 1,
    type: "doc",
    content: [
      ...paragraphs.map(paragraph),
      ...(items.length > 0 ? [{ type: "bulletList" as const, content: items }] : []),
    ],
  };
}

function paragraph(line: Line): AdfParagraph {
  if (typeof line === "string") return { type: "paragraph", content: texts(line) };
  const marks: AdfMark[] =
    line.as === "code"
      ? [{ type: "code" }]
      : line.as === "link"
        ? [{ type: "link", attrs: { href: line.value } }]
        : [];
  return { type: "paragraph", content: [...texts(`${line.label}: `, [], true), ...texts(line.value, marks)] };
}

/** A text node is never empty. */
function texts(text: string, marks: readonly AdfMark[] = [], keepEnd = false): readonly AdfText[] {
  const fit = readable(text, LONGEST_LINE) + (keepEnd && text.endsWith(" ") ? " " : "");
  return fit === "" ? [] : [{ type: "text", text: fit, ...(marks.length > 0 && { marks }) }];
}
