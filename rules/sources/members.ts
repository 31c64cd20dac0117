const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON] = [...'"\\{}[]:'].map((char) =>
  char.charCodeAt(0),
) as [number, number, number, number, number, number, number];
const SPACES = new Set([..." \t\r\n"].map((char) => char.charCodeAt(0)));

/**
 * A JSON object without what stands in some of its members: `{}` stands there. Half of a plan's text repeats what its
 * changes say, and would be held several times over once it is parsed. Text that is no such object comes back as it is.
 */
export function emptied(json: Buffer, members: readonly string[]): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE || byte === CLOSE_LIST) depth--;
    else if (byte === QUOTE) {
      const end = endOfText(json, at);
      if (end < 0) return json;
      const value = depth === 1 ? valueOf(json, end) : undefined;
      if (value !== undefined && members.includes(json.toString("utf8", at + 1, end - 1))) {
        const after = endOfObject(json, value);
        if (after < 0) return json;
        kept.push(json.subarray(from, value), Buffer.from("{}"));
        from = after;
        at = after - 1;
      } else at = end - 1;
    }
  }
  return kept.length === 0 ? json : Buffer.concat([...kept, json.subarray(from)]);
}

/** Where a text ends that begins at a quote; -1 where it does not. */
function endOfText(json: Buffer, start: number): number {
  for (let quote = json.indexOf(QUOTE, start + 1); quote >= 0; quote = json.indexOf(QUOTE, quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return -1;
}

/** Where the object begins that a member's name stands before; `undefined` where it is no name, or no object follows. */
function valueOf(json: Buffer, afterName: number): number | undefined {
  let at = skipSpaces(json, afterName);
  if (json[at] !== COLON) return undefined;
  at = skipSpaces(json, at + 1);
  return json[at] === OPEN ? at : undefined;
}

function skipSpaces(json: Buffer, start: number): number {
  let at = start;
  while (SPACES.has(json[at] ?? 0)) at++;
  return at;
}

function endOfObject(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return at + 1;
    else if (byte === QUOTE) {
      const end = endOfText(json, at);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}
