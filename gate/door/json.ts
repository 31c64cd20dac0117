import { bodyNotTaken } from "./refusals";

/** MLflow's deepest request message is five levels deep. */
const DEEPEST = 12;
/**
 * Parses a JSON object more strictly than any parser behind the gate: UTF-8 without byte order mark, no key twice, no
 * `__proto__`, no deep nesting.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function parseStrictly(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = utf8(bytes);
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw bodyNotTaken("one JSON object, and nothing around it");
  checkKeys(text);
  return value as Record<string, unknown>;
}

function utf8(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text.startsWith("\uFEFF")) throw bodyNotTaken("no byte order mark");
  return text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw bodyNotTaken("it must be UTF-8");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bodyNotTaken("it must be JSON");
  }
}

/**
 * JSON.parse keeps the last of two equal keys, as Python does, and others keep the first: so there may be none. The text is
 * known to be JSON here, so that a text before a colon is a key.
 */
function checkKeys(json: string): void {
  const open: (Set<string> | undefined)[] = [];
  let text = "";
  for (let at = 0; at < json.length; at++) {
    const mark = json[at];
    if (mark === '"') {
      const end = endOfText(json, at);
      text = json.slice(at, end);
      at = end - 1;
    } else if (mark === "{" || mark === "[") {
      open.push(mark === "{" ? new Set() : undefined);
      if (open.length > DEEPEST) throw bodyNotTaken(`not nested deeper than ${DEEPEST} levels`);
    } else if (mark === "}" || mark === "]") open.pop();
    else if (mark === ":") checkKey(text, open.at(-1));
  }
}

/** Place after the closing quote. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

function checkKey(literal: string, keys: Set<string> | undefined): void {
  const key = JSON.parse(literal) as string;
  if (key === "__proto__") throw bodyNotTaken("no key __proto__");
  if (keys?.has(key)) throw bodyNotTaken("a key comes twice");
  keys?.add(key);
}
