import { parsers } from "prettier/plugins/markdown";

/** A node of Markdown as it was read. */
export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

/** Markdown (with tables) read by a parser that is none of ours. */
export function parsed(markdown: string): Node {
  return parsers.markdown.parse(markdown, {} as never) as Node;
}

/** What a code host looks through for mentions, references and addresses: text, and neither code nor markup. */
export function visibleText(node: Node): string {
  if (node.type === "text") return `${node.value ?? ""}`;
  return (node.children ?? [])
    .map(visibleText)
    .join(node.type === "tableRow" || node.type === "root" ? "\n" : "");
}
