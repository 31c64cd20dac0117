import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import MarkdownIt from "markdown-it";
import { NOT_OURS } from "./markdown-files";

const markdown = new MarkdownIt({ html: true });
type Token = ReturnType<typeof markdown.parse>[number];

/** What a page links to, and what can be linked to in it. */
export interface Page {
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

/** By text: the long pages name themselves a thousand times. */
const read = new Map<string, Page>();

/** Reads a page as GitHub does: links and images, in Markdown and in HTML; anchors of headings and of HTML's `id` and `name`. */
export function pageOf(text: string): Page {
  const page = read.get(text) ?? parsed(text);
  read.set(text, page);
  return page;
}

function parsed(text: string): Page {
  const tokens = markdown.parse(text, {});
  const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  const html = all.filter(({ type }) => type.startsWith("html_")).map(({ content }) => content);
  return {
    links: [...all.flatMap(linkOf), ...html.flatMap((each) => attributes(each, /\s(?:href|src)="([^"]*)"/g))],
    anchors: new Set([
      ...anchorsOf(headingsOf(tokens)),
      ...html.flatMap((each) => attributes(each, /\s(?:id|name)="([^"]*)"/g)),
    ]),
  };
}

function linkOf(token: Token): string[] {
  const link =
    token.type === "link_open" ? token.attrGet("href") : token.type === "image" ? token.attrGet("src") : null;
  return link === null ? [] : [String(link)];
}

const attributes = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, value = ""]) => value);

function headingsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ type }, at) => {
    if (type !== "heading_open") return [];
    const parts = tokens[at + 1]?.children ?? [];
    return [parts.map((part) => (/^(text|code_inline)$/.test(part.type) ? part.content : "")).join("")];
  });
}

/**
 * GitHub's anchors of headings, in order: lower case; letters, digits, marks, `_` and `-` stay, a space becomes `-`, all else
 * goes; what was there before gets a number. https://docs.github.com/en/get-started/writing-on-github (section links)
 */
export function anchorsOf(headings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const plain = heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = plain;
    let count = seen.get(plain) ?? 0;
    while (seen.has(anchor)) anchor = `${plain}-${++count}`;
    seen.set(plain, count);
    seen.set(anchor, seen.get(anchor) ?? 0);
    return anchor;
  });
}

/**
 * What is wrong with the links of one page: each with the link as it stands there. Addresses of other hosts are not asked.
 * @param root the repository's, which no link leaves
 */
export function brokenLinks(file: string, root: string): string[] {
  return pageOf(readFileSync(file, "utf8")).links.flatMap((link) => {
    const objection = objectionTo(link, file, root);
    return objection === undefined ? [] : [`${link}: ${objection}`];
  });
}

function objectionTo(link: string, file: string, root: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) return undefined;
  const [path = "", anchor] = link.split("#", 2).map((part) => decodeURIComponent(part));
  const target = path === "" ? file : path.startsWith("/") ? join(root, path) : join(dirname(file), path);
  const steps = relative(root, target).split(sep);
  if (steps.includes("..")) return "leaves the repository";
  if (steps.some((step) => NOT_OURS.has(step))) return "is not in the repository";
  if (!existsSync(target)) return "there is no such file";
  if (anchor === undefined) return undefined;
  if (statSync(target).isDirectory()) return "a folder has no anchors: name its README.md";
  if (!target.endsWith(".md")) return lineObjection(anchor, readFileSync(target, "utf8"));
  return pageOf(readFileSync(target, "utf8")).anchors.has(anchor) ? undefined : "there is no such heading";
}

/** GitHub takes `#L12` and `#L12-L20` in files that are no pages. */
function lineObjection(anchor: string, text: string): string | undefined {
  const lines = /^L(\d+)(?:-L(\d+))?$/.exec(anchor);
  if (!lines) return "only pages have headings; a line is named as #L12";
  const last = Number(lines[2] ?? lines[1]);
  return last <= text.split("\n").length ? undefined : "the file has fewer lines";
}
