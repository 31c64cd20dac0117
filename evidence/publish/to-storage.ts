/**
 * Markdown as Confluence's storage format.
 *
 * @see https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 */
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../html/escape";

/** Of links: what each of the page's neighbours is called in Confluence, by its file's name. */
export type PageTitles = ReadonlyMap<string, string>;

/** How a link is closed again; the first one open is the last. */
interface Links {
  readonly titles: PageTitles;
  readonly open: string[];
}

const markdown = MarkdownIt({ html: false, xhtmlOut: true, linkify: false });
const { rules } = markdown.renderer;

// A block of code is a macro there; its text is as it is, so that the end of CDATA must not be in it.
rules.fence = rules.code_block = (tokens, index) => {
  const { content, info } = tokens[index]!;
  const [language] = info.trim().split(/\s+/);
  const parameter =
    language && /^[a-z]+$/.test(language)
      ? `<ac:parameter ac:name="language">${language}</ac:parameter>`
      : "";
  const text = content.replace(/\n$/, "").replaceAll("]]>", "]]]]><![CDATA[>");
  return `<ac:structured-macro ac:name="code">${parameter}<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body></ac:structured-macro>\n`;
};

rules.link_open = (tokens, index, _, env) => {
  const { titles, open } = linksOf(env);
  const [start, end] = linkOf(String(tokens[index]!.attrGet("href") ?? ""), titles);
  open.push(end);
  return start;
};
rules.link_close = (_, __, ___, env) => linksOf(env).open.pop() ?? "";

// Pictures stay with the files they are in: their words are what is left of them.
rules.image = (tokens, index) => escapeHtml(tokens[index]!.content);

/** What a rendering was begun with. */
const linksOf = (env: unknown): Links => (env as { readonly links: Links }).links;

/** An address goes along; a neighbour is linked as the page it is there; what is neither is words alone. */
function linkOf(href: string, titles: PageTitles): readonly [string, string] {
  if (/^https?:\/\//i.test(href)) return [`<a href="${escapeHtml(href)}">`, "</a>"];
  const title = titles.get(decoded(href.split("#")[0] ?? "").replace(/^\.\//, ""));
  if (title === undefined) return ["", ""];
  const page = `<ri:page ri:content-title="${escapeHtml(title)}" />`;
  return [`<ac:link>${page}<ac:link-body>`, "</ac:link-body></ac:link>"];
}

/** As it is where it cannot be decoded: then it is no file of ours. */
function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

/** @param titles what files beside this one are published as */
export function toStorage(text: string, titles: PageTitles): string {
  const links: Links = { titles, open: [] };
  return markdown.render(text, { links });
}
