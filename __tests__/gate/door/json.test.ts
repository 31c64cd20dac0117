import { parseStrictly } from "../../../gate/door/json";
import { words } from "./refused";

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

test.each([
  '{"a":1}',
  ' {"a":{"b":["c",{"d":null}]}, "e":"\\u0073\\"{}[]:,"}\n',
  '{"a":"\\ud83d\\ude00"}',
  "{}",
])("%s is read as it stands", (text) => {
  expect(parseStrictly(bytes(text))).toEqual(JSON.parse(text));
});

test.each([
  [bytes('{"a":1,"a":1}'), "a key comes twice"],
  [bytes('{"a":1,"\\u0061":2}'), "a key comes twice"],
  [bytes('{"x":[{"a":1,"b":{"a":1},"a":2}]}'), "a key comes twice"],
  [bytes('{"a":1,"a" :1}'), "a key comes twice"],
  [bytes('{"__proto__":{}}'), "no key __proto__"],
  [bytes('{"a":{"\\u005f_proto__":{}}}'), "no key __proto__"],
  [bytes("[]"), "one JSON object, and nothing around it"],
  [bytes('"{}"'), "one JSON object, and nothing around it"],
  [bytes("null"), "one JSON object, and nothing around it"],
  [bytes("1"), "one JSON object, and nothing around it"],
  [bytes("{}{}"), "it must be JSON"],
  [bytes("{'a':1}"), "it must be JSON"],
  [bytes('{"a":NaN}'), "it must be JSON"],
  [bytes('{"a":1,}'), "it must be JSON"],
  [bytes("{}\0"), "it must be JSON"],
  [bytes("\uFEFF{}"), "no byte order mark"],
  [new Uint8Array([0x7b, 0xff, 0x7d]), "it must be UTF-8"],
  [Buffer.from("{}", "utf16le"), "it must be JSON"],
  [bytes(`{"a":${"[".repeat(12)}${"]".repeat(12)}}`), "not nested deeper than 12 levels"],
  [bytes(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), "not nested deeper than 12 levels"],
  [bytes("[".repeat(100_000)), "it must be JSON"],
])("A body is refused, saying why (%#)", (body, why) => {
  expect(words(() => parseStrictly(body))).toBe(`400 INVALID_PARAMETER_VALUE: the request's body: ${why}`);
});

test("Names that look like keys inside of texts are no keys, and the same key may come in two objects", () => {
  const text = '{"a":"{\\"a\\":1,\\"a\\":2}","b":{"a":1},"c":[{"a":1},{"a":2}]}';
  expect(parseStrictly(bytes(text))).toEqual(JSON.parse(text));
});

test("A text as long as the longest body that is taken does not overwhelm the check of keys", () => {
  const long = `${"x".repeat(9_000_000)}\\"${"\\\\".repeat(4_000_000)}`;
  expect(Object.keys(parseStrictly(bytes(`{"a":"${long}"}`)))).toEqual(["a"]);
});
