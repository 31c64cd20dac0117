import { targetNotCanonical } from "./refusals";

/** The address of a request, as it came on the wire and in one spelling. */
export interface Target {
  /** Decoded once; empty for the root. */
  readonly segments: readonly string[];
  /** Decoded pairs in their order, or none. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

const LONGEST = 16_384;
/** RFC 3986 `pchar` without `;`, which some servers take for the end of a path. */
const SEGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+$/;
const QUERY = /^(?:[A-Za-z0-9._~!$&'()*+,=:@/?;[\]-]|%[0-9A-Fa-f]{2})*$/;
/** Percent-encoding of what needs none: a second spelling of a route. */
const NEEDLESSLY_ENCODED = /%(?:2[dDeE]|3[0-9]|4[1-9A-Fa-f]|5[0-9aA]|5[fF]|6[1-9A-Fa-f]|7[0-9aAeE])/;
/** What servers and file systems read as something else than a name, however it was written. */
const AMBIGUOUS = /[\p{Cc}/\\%#?;]/u;

/**
 * Reads the target of a request line. Whatever servers, proxies and file systems read in different ways is refused: empty and
 * dot segments, encoded slashes and letters, double encoding, matrix parameters, absolute form.
 *
 * @param raw `req.url`, before anything has touched it
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function parseTarget(raw: string): Target {
  if (raw.length > LONGEST) throw targetNotCanonical(`it is longer than ${LONGEST} characters`);
  if (!raw.startsWith("/")) throw targetNotCanonical("it begins with '/', without scheme and host");
  const mark = raw.indexOf("?");
  const path = mark < 0 ? raw : raw.slice(0, mark);
  return {
    segments: path === "/" ? [] : path.slice(1).split("/").map(segment),
    query: mark < 0 ? [] : parseQuery(raw.slice(mark + 1)),
  };
}

function segment(raw: string): string {
  if (raw === "") throw targetNotCanonical("no '//' and no '/' at the end");
  if (!SEGMENT.test(raw))
    throw targetNotCanonical("a part of it holds a character that must be percent-encoded");
  if (NEEDLESSLY_ENCODED.test(raw))
    throw targetNotCanonical("letters, digits and -._~ are not percent-encoded");
  const text = decode(raw);
  if (text === "." || text === "..") throw targetNotCanonical("no '.' and '..'");
  if (AMBIGUOUS.test(text))
    throw targetNotCanonical("no part of it holds / \\ % # ? ; or a control character, encoded or not");
  return text;
}

function parseQuery(raw: string): [string, string][] {
  if (!QUERY.test(raw)) throw targetNotCanonical("the query holds a character that must be percent-encoded");
  if (raw === "") return [];
  return raw.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw targetNotCanonical("a query is name=value, joined by '&'");
    return [formDecode(pair.slice(0, equals)), formDecode(pair.slice(equals + 1))];
  });
}

const formDecode = (raw: string): string => decode(raw.replaceAll("+", "%20"));

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw targetNotCanonical("percent-encoding must be of UTF-8");
  }
}
