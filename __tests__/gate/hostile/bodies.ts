import { attack, toProduction, type Attack } from "./attack";
import type { Aim } from "./besieged";

const json = (aim: Aim): string => JSON.stringify(toProduction(aim));

/** Text in another encoding, as Python and JavaScript detect or ignore it. */
function utf32(text: string, { bom = false, big = false } = {}): Uint8Array {
  const points = [...(bom ? "\uFEFF" : ""), ...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [index, point] of points.entries())
    if (big) bytes.writeUInt32BE(point, index * 4);
    else bytes.writeUInt32LE(point, index * 4);
  return bytes;
}
const utf16 = (text: string, { bom = false, big = false } = {}): Uint8Array => {
  const bytes = Buffer.from((bom ? "\uFEFF" : "") + text, "utf16le");
  return big ? bytes.swap16() : bytes;
};

const ENCODINGS: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ["UTF-16, little end first", (text) => utf16(text)],
  ["UTF-16, little end first, with mark", (text) => utf16(text, { bom: true })],
  ["UTF-16, big end first", (text) => utf16(text, { big: true })],
  ["UTF-16, big end first, with mark", (text) => utf16(text, { bom: true, big: true })],
  ["UTF-32, little end first", (text) => utf32(text)],
  ["UTF-32, little end first, with mark", (text) => utf32(text, { bom: true })],
  ["UTF-32, big end first", (text) => utf32(text, { big: true })],
  ["UTF-32, big end first, with mark", (text) => utf32(text, { bom: true, big: true })],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  [
    "a byte that is no UTF-8",
    (text) =>
      Buffer.concat([
        Buffer.from(text.slice(0, -1)),
        Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      ]),
  ],
  [
    "half a character, encoded as one",
    (text) => Buffer.from(text.replace("credit", "\xed\xa0\x80"), "latin1"),
  ],
];

const withText = (name: string, change: (text: string, aim: Aim) => string): Attack =>
  attack(name, { body: (aim) => change(json(aim), aim) });

export const BODIES: readonly Attack[] = [
  ...ENCODINGS.map(([name, encoded]) => attack(`a body in ${name}`, { body: (aim) => encoded(json(aim)) })),
  ...["utf-16", "utf-32", "utf-8-sig", "utf-7"].map((charset) =>
    attack(`a body that is called ${charset}`, {
      type: `application/json; charset=${charset}`,
      body: (aim) => (charset === "utf-16" ? utf16(json(aim)) : json(aim)),
    }),
  ),
  withText("JSON in a JSON text", (text) => JSON.stringify(text)),
  withText("JSON in a JSON text, twice", (text) => JSON.stringify(JSON.stringify(text))),
  withText("JSON in a list", (text) => `[${text}]`),
  withText("JSON below a field", (text) => `{"json":${text}}`),
  withText("two objects", (text) => text + text),
  withText("two objects on two lines", (text) => `{}\n${text}`),
  withText("something behind the object", (text) => `${text}x`),
  withText("a NUL behind the object", (text) => `${text}\0`),
  withText("a comment", (text) => text.replace("{", "{/* */")),
  withText("a comma at the end", (text) => text.replace(/}$/, ",}")),
  withText("single quotes", (text) => text.replaceAll('"', "'")),
  withText("keys without quotes", (text) => text.replace(/"(\w+)":/g, "$1:")),
  withText("a vertical tab as white space", (text) => `\v${text}`),
  withText("a no-break space as white space", (text) => `\u00a0${text}`),
  withText("a callback around it", (text) => `callback(${text})`),
  withText("a prefix against hijacking", (text) => `)]}',\n${text}`),
  withText("a key twice, the good one first", (text) => text.replace("{", '{"stage":"None",')),
  withText("a key twice, the good one last", (text) => text.replace(/}$/, ',"stage":"None"}')),
  withText("a key twice with the same value", (text) => text.replace(/}$/, ',"stage":"Production"}')),
  withText("a key twice, one with an escape", (text) => text.replace(/}$/, ',"\\u0073tage":"None"}')),
  withText("a key twice, one with an escape, first", (text) => text.replace("{", '{"\\u0073tage":"None",')),
  withText("the version twice", (text) => text.replace(/}$/, ',"version":"1"}')),
  withText("an escape in a key", (text) => text.replace('"stage"', '"\\u0073tage"')),
  withText("an escape in a value", (text) => text.replace('"Production"', '"\\u0050roduction"')),
  withText("a key with a blank", (text) => text.replace('"stage"', '"stage "')),
  withText("a key in upper case", (text) => text.replace('"stage"', '"STAGE"')),
  withText("a key in another case", (text) =>
    text.replace("archive_existing_versions", "archiveExistingVersions"),
  ),
  withText("a key in both cases", (text) => text.replace(/}$/, ',"archiveExistingVersions":true}')),
  withText("a field that nobody knows", (text) => text.replace(/}$/, ',"force":true}')),
  withText("a field of another message", (text) => text.replace(/}$/, ',"run_id":"x"}')),
  withText("a prototype", (text) => text.replace(/}$/, ',"__proto__":{"stage":"Production"}}')),
  withText("a prototype that holds everything", (text) => `{"__proto__":${text}}`),
  withText("a constructor", (text) =>
    text.replace(/}$/, ',"constructor":{"prototype":{"stage":"Production"}}}'),
  ),
  withText("deep nesting", (text) =>
    text.replace('"Production"', `${"[".repeat(50_000)}${"]".repeat(50_000)}`),
  ),
  withText("deep nesting without end", () => "[".repeat(500_000)),
  withText("a very long number", (text) => text.replace('"2"', "9".repeat(500_000))),
  withText("a field that is null", (text) => text.replace('"2"', "null")),
  withText("all fields null", () => '{"name":null,"version":null,"stage":null}'),
  withText("the stage as a list", (text) => text.replace('"Production"', '["Production"]')),
  withText("the stage as an object", (text) => text.replace('"Production"', '{"value":"Production"}')),
  withText("the stage as a number", (text) => text.replace('"Production"', "3")),
  withText("the name as a list", (text) => text.replace('"credit-scoring"', '["credit-scoring"]')),
  withText("a flag as a text", (text) => text.replace("false", '"true"')),
  withText("a flag as a number", (text) => text.replace("false", "1")),
  withText("an empty object", () => "{}"),
  withText("no body", () => ""),
  withText("white space", () => "   "),
  withText("null", () => "null"),
  withText("a number", () => "1"),
  withText("not a number", (text) => text.replace('"2"', "NaN")),
];
