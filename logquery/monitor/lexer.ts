import { MonitorQuerySyntaxError } from "../syntax-error";

/** One token of a monitor's query. A scope is what stands between braces, as it is written. */
export type Token = { readonly at: number } & (
  | { readonly type: "name"; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "scope"; readonly text: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "comparison"; readonly text: ">" | ">=" | "<" | "<=" | "==" | "!=" }
  | { [Type in Mark]: { readonly type: Type } }[Mark]
);

type Mark = "+" | "-" | "*" | "/" | "(" | ")" | ":" | "." | "," | "end";
type Body = Token extends infer Each ? (Each extends Token ? Omit<Each, "at"> : never) : never;

/** Forms that are told by their characters alone, each anchored where the lexer stands. */
const FORMS: readonly (readonly [RegExp, (text: string) => Body])[] = [
  [/[A-Za-z_]\w*(?:\.\w+)*/y, (text) => ({ type: "name", text })],
  [/\d+(?:\.\d+)?(?:[eE]-?\d+)?/y, (text) => ({ type: "number", value: Number(text) })],
  [/(?:>=|<=|==|!=|>|<)/y, (text) => ({ type: "comparison", text: text as ">" })],
  [/[-+*/():.,]/y, (text) => ({ type: text as "+" })],
];

/**
 * Splits a monitor's query into tokens; the last is of type `end`.
 * @throws MonitorQuerySyntaxError
 */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    while (/\s/.test(query.charAt(at))) at += 1;
    if (at >= query.length) return [...tokens, { type: "end", at }];
    const { body, next } = readToken(query, at);
    tokens.push({ ...body, at });
    at = next;
  }
}

function readToken(query: string, at: number): { readonly body: Body; readonly next: number } {
  const character = query.charAt(at);
  if (character === "{") return readScope(query, at);
  if (character === '"') return readText(query, at);
  for (const [form, bodyOf] of FORMS) {
    form.lastIndex = at;
    const [text] = form.exec(query) ?? [];
    if (text !== undefined) return { body: bodyOf(text), next: at + text.length };
  }
  throw new MonitorQuerySyntaxError(query, at, `${character} cannot stand in a monitor's query`);
}

function readScope(query: string, at: number): { readonly body: Body; readonly next: number } {
  const end = query.indexOf("}", at);
  if (end < 0) throw new MonitorQuerySyntaxError(query, at, "this brace is never closed: add a } at the end");
  return { body: { type: "scope", text: query.slice(at + 1, end) }, next: end + 1 };
}

function readText(query: string, start: number): { readonly body: Body; readonly next: number } {
  let text = "";
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === '"') return { body: { type: "text", text }, next: at + 1 };
    // Only a quotation mark is escaped for the monitor; every other backslash belongs to the search inside.
    if (character === "\\" && query.charAt(at + 1) === '"') text += query.charAt(++at);
    else text += character;
  }
  throw new MonitorQuerySyntaxError(query, start, 'this quotation mark is never closed: add a " at the end');
}
