/**
 * Whether a text is Confluence's storage format: well-formed XHTML of elements that are known.
 *
 * @see https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 */

const ELEMENTS = new Set(
  (
    "p br hr h1 h2 h3 h4 h5 h6 strong em code pre s u sub sup blockquote a span div " +
    "ul ol li table colgroup col thead tbody tr th td " +
    "ac:structured-macro ac:parameter ac:plain-text-body ac:rich-text-body ac:link ac:link-body ac:plain-text-link-body ri:page"
  ).split(" "),
);
const ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});/g;
const TOKEN = /<!\[CDATA\[[\s\S]*?\]\]>|<\/?[^<>]*>|[^<]+|</g;
const TAG = /^<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>$/;
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** What is wrong with it, in the words of a parser; nothing where it is well. */
export function storageFault(text: string): string | undefined {
  if (NO_XML.test(text)) return "Invalid character in XML";
  const open: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith("<![CDATA[")) {
      if (open.at(-1) !== "ac:plain-text-body") return "CDATA outside of a plain text body";
    } else if (token.startsWith("<")) {
      const fault = tagFault(token, open);
      if (fault !== undefined) return fault;
    } else if (token.replace(ENTITY, "").includes("&")) return "an entity that is none";
    else if (token.includes("]]>")) return "]]> in text";
  }
  return open.length > 0 ? `<${open.at(-1)}> is not closed` : undefined;
}

function tagFault(token: string, open: string[]): string | undefined {
  const [, closing, name = "", attributes = "", alone] = TAG.exec(token) ?? [];
  if (name === "") return `this is no tag: ${token.slice(0, 60)}`;
  if (!ELEMENTS.has(name)) return `the element ${name} is not known`;
  if (attributes.replace(ENTITY, "").includes("&")) return "an entity that is none";
  if (/\son\w+\s*=/i.test(attributes) || /=\s*["']\s*javascript:/i.test(attributes)) return "a script";
  if (closing === "/") return open.pop() === name ? undefined : `</${name}> closes nothing`;
  if (alone !== "/") open.push(name);
  return undefined;
}
