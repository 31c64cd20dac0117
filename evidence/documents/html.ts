import MarkdownIt from "markdown-it";
import { htmlPage } from "../html/page";
import type { GeneratedDocument } from "./document";

/** Raw HTML stays text, and no bare address becomes a link. */
const markdown = new MarkdownIt({ html: false, xhtmlOut: true, linkify: false });
const { escapeHtml } = markdown.utils;

type Tokens = ReturnType<typeof markdown.parse>;

/** A wide table moves inside its own frame, which can be reached by keyboard. */
markdown.renderer.rules["table_open"] = (tokens, index) => {
  const number = tokens.slice(0, index + 1).filter(({ type }) => type === "table_open").length;
  return `<div class="scroll" role="region" aria-label="Table ${number}: ${escapeHtml(headingBefore(tokens, index))}" tabindex="0">\n<table>\n`;
};
markdown.renderer.rules["table_close"] = () => "</table>\n</div>\n";
/** A head without a word is none: a screen reader would announce it with every cell below. */
markdown.renderer.rules["th_open"] = (tokens, index) =>
  textOf(tokens, index) === "" ? "<td>" : '<th scope="col">';
markdown.renderer.rules["th_close"] = (tokens, index) =>
  textOf(tokens, index - 2) === "" ? "</td>\n" : "</th>\n";
markdown.renderer.rules["heading_open"] = (tokens, index) => {
  const { tag } = tokens[index]!;
  return `<${tag} id="${idOf(textOf(tokens, index))}">`;
};
/** Words that say how something stands are seen at a glance, and are still the words. */
const STANDS: ReadonlyMap<string, string> = new Map([
  ["missing", "missing"],
  ["unmet", "broken"],
  ["cannot be told", "cannot-tell"],
]);
markdown.renderer.rules["strong_open"] = (tokens, index) => {
  const stands = STANDS.get(tokens[index + 1]?.content ?? "");
  return stands === undefined ? "<strong>" : `<strong class="verdict ${stands}">`;
};
/** Among themselves the pages are linked as pages. */
markdown.renderer.rules["link_open"] = (tokens, index) => {
  const href = String(tokens[index]!.attrGet("href") ?? "").replace(/^([a-z0-9-]+)\.md$/, "$1.html");
  return `<a href="${escapeHtml(href)}">`;
};

/** A document as a page that stands alone and prints well. */
export function documentHtml({ title, subject, markdown: text }: GeneratedDocument): string {
  const tokens = markdown.parse(text, {});
  const body = tokens.slice(tokens.findIndex(({ type }) => type === "heading_close") + 1);
  const contents = body.flatMap(({ type, tag }, index) => {
    const heading = textOf(body, index);
    return type === "heading_open" && tag === "h2" ? [{ id: idOf(heading), title: heading }] : [];
  });
  return htmlPage({
    title,
    ...(subject !== undefined && { subject }),
    contents,
    body: markdown.renderer.render(body, markdown.options, {}),
  });
}

const headingBefore = (tokens: Tokens, index: number): string =>
  textOf(
    tokens,
    tokens.slice(0, index).findLastIndex(({ type }) => type === "heading_open"),
  );

/** The words of a heading, as they are read. */
const textOf = (tokens: Tokens, heading: number): string =>
  (tokens[heading + 1]?.children ?? []).map(({ content }) => content).join("");

const idOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
