import type { Comparison, PatternPart } from "./ast";
import { LogQuerySyntaxError } from "./syntax-error";

/** One token; `touches` says that no white space stands before it. */
export type Token = { readonly at: number; readonly touches: boolean } & (
  | { readonly type: "(" | ")" | "[" | "]" | "{" | "}" | ":" | "-" | "end" }
  | { readonly type: "compare"; readonly operator: Comparison }
  | { readonly type: "operator"; readonly operator: Operator }
  | { readonly type: "phrase"; readonly text: string }
  /** `source` is the text as written, `parts` what it means after escapes and wildcards. */
  | { readonly type: "word"; readonly source: string; readonly parts: readonly PatternPart[] }
);

type TokenBody = Token extends infer Each
  ? Each extends Token
    ? Omit<Each, "at" | "touches">
    : never
  : never;

const PUNCTUATION = "()[]{}:";
const WORD_ENDS = `${PUNCTUATION}"<>`;
const OPERATORS = ["AND", "OR", "NOT"] as const;
export type Operator = (typeof OPERATORS)[number];

/**
 * Characters that the vendor lists as special without giving them a meaning in log search
 * (https://docs.datadoghq.com/logs/explorer/search_syntax/, "Escape special characters"): a guess at what they would
 * do is worth less than an error.
 */
const MEANINGLESS: Readonly<Record<string, string>> = {
  "!": "write NOT or - to exclude",
  "~": "",
  "^": "",
  "#": "calculated fields do not exist in filters",
  "&&": "write AND",
  "||": "write OR",
  "“": 'write a straight "',
  "”": 'write a straight "',
};
const MEANINGLESS_AT_START: Readonly<Record<string, string>> = { "+": "", "=": "" };

/** True for characters that {@link tokenize} would not read as themselves inside a word. */
export function isSpecial(character: string): boolean {
  return (
    /\s/.test(character) ||
    "\\*?&|".includes(character) ||
    WORD_ENDS.includes(character) ||
    character in MEANINGLESS
  );
}

/** True for characters that are special only where a word begins. */
export function isSpecialAtStart(character: string): boolean {
  return character === "-" || character === "@" || character in MEANINGLESS_AT_START;
}

/** True for the words that combine terms; the vendor reads them in capitals only. */
export function isOperator(word: string): word is Operator {
  return OPERATORS.some((operator) => operator === word);
}

/**
 * Splits a query into tokens; the last is of type `end`.
 * @throws LogQuerySyntaxError on an open phrase, a lone backslash or an unescaped special character
 */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (true) {
    const gap = position;
    while (position < query.length && /\s/.test(query.charAt(position))) position += 1;
    const { body, next } = readToken(query, position);
    tokens.push({ ...body, at: position, touches: position === gap && position > 0 });
    if (body.type === "end") return tokens;
    position = next;
  }
}

function readToken(query: string, at: number): { body: TokenBody; next: number } {
  const character = query.charAt(at);
  if (character === "") return { body: { type: "end" }, next: at };
  if (character === "-") return { body: { type: "-" }, next: at + 1 };
  if (character === '"') return readPhrase(query, at);
  if (character === "<" || character === ">") {
    const operator: Comparison = query.charAt(at + 1) === "=" ? `${character}=` : character;
    return { body: { type: "compare", operator }, next: at + operator.length };
  }
  if (PUNCTUATION.includes(character)) {
    return { body: { type: character as "(" | ")" | "[" | "]" | "{" | "}" | ":" }, next: at + 1 };
  }
  return readWord(query, at);
}

function readPhrase(query: string, start: number): { body: TokenBody; next: number } {
  let text = "";
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === '"') return { body: { type: "phrase", text }, next: at + 1 };
    text += character === "\\" ? readEscape(query, at++) : character;
  }
  throw new LogQuerySyntaxError(query, start, 'this quotation mark is never closed: add a " at the end');
}

function readWord(query: string, start: number): { body: TokenBody; next: number } {
  const parts: PatternPart[] = [];
  let at = start;
  for (; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (/\s/.test(character) || WORD_ENDS.includes(character)) break;
    if (character === "*" || character === "?") {
      appendWildcard(parts, character);
    } else if (character === "\\") {
      appendLiteral(parts, readEscape(query, at++));
    } else {
      refuseMeaningless(query, at, start);
      appendLiteral(parts, character);
    }
  }
  const source = query.slice(start, at);
  const body: TokenBody = isOperator(source)
    ? { type: "operator", operator: source }
    : { type: "word", source, parts };
  return { body, next: at };
}

function readEscape(query: string, backslash: number): string {
  const escaped = query.charAt(backslash + 1);
  if (escaped !== "") return escaped;
  throw new LogQuerySyntaxError(
    query,
    backslash,
    "a backslash escapes the next character, but the query ends here",
  );
}

function refuseMeaningless(query: string, at: number, wordStart: number): void {
  for (const special of [query.slice(at, at + 2), query.charAt(at)]) {
    const advice = MEANINGLESS[special] ?? (at === wordStart ? MEANINGLESS_AT_START[special] : undefined);
    if (advice === undefined) continue;
    const escaped = [...special].map((character) => `\\${character}`).join("");
    const instead = [advice, `escape it (${escaped}) or quote the value to search for it`]
      .filter(Boolean)
      .join(", or ");
    throw new LogQuerySyntaxError(query, at, `${special} is special and does nothing here: ${instead}`);
  }
}

function appendLiteral(parts: PatternPart[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last + text;
  else parts.push(text);
}

function appendWildcard(parts: PatternPart[], wildcard: "*" | "?"): void {
  const last = parts.at(-1);
  // Two stars in a row say no more than one.
  if (wildcard === "*" && typeof last === "object" && last.wildcard === "*") return;
  parts.push({ wildcard });
}
