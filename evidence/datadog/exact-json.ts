/** A text of JSON, or a number outside of one. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON without changing a number: an integer that no double holds, as Datadog's ids of events are, becomes a text of
 * its digits. `JSON.parse` alone would round it.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replaceAll(TOKEN, exact) : text) as unknown;
}

function exact(token: string): string {
  const rounded = /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
  return rounded ? `"${token}"` : token;
}
