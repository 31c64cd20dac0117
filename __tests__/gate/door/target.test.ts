import { parseTarget } from "../../../gate/door/target";
import { words } from "./refused";

const ONE = "400 INVALID_PARAMETER_VALUE: the gate takes an address in one spelling only: ";

test.each<[string, string[], [string, string][]]>([
  ["/", [], []],
  [
    "/api/2.0/mlflow/runs/get?run_id=a&run_id=b",
    ["api", "2.0", "mlflow", "runs", "get"],
    [
      ["run_id", "a"],
      ["run_id", "b"],
    ],
  ],
  ["/a/gr%C3%B6%C3%9Fe%20(v1)%2B+&'!$,@:=*", ["a", "größe (v1)++&'!$,@:=*"], []],
  [
    "/a?filter=name+%3D+%27x%27&empty=",
    ["a"],
    [
      ["filter", "name = 'x'"],
      ["empty", ""],
    ],
  ],
  ["/a?", ["a"], []],
  ["/static-files/static/js/main.c2f5f8d4.js", ["static-files", "static", "js", "main.c2f5f8d4.js"], []],
])("Address %s is read as its parts and its query, decoded once", (raw, segments, query) => {
  expect(parseTarget(raw)).toEqual({ segments, query });
});

test.each([
  ["//api", "no '//' and no '/' at the end"],
  ["/api//x", "no '//' and no '/' at the end"],
  ["/api/", "no '//' and no '/' at the end"],
  ["api", "it begins with '/', without scheme and host"],
  ["", "it begins with '/', without scheme and host"],
  ["*", "it begins with '/', without scheme and host"],
  ["http://x/api", "it begins with '/', without scheme and host"],
  ["/a/.", "no '.' and '..'"],
  ["/a/../b", "no '.' and '..'"],
  ["/a/%2e%2e/b", "letters, digits and -._~ are not percent-encoded"],
  ["/%61pi", "letters, digits and -._~ are not percent-encoded"],
  ["/a%2Db", "letters, digits and -._~ are not percent-encoded"],
  ["/a%7e", "letters, digits and -._~ are not percent-encoded"],
  ["/a%30", "letters, digits and -._~ are not percent-encoded"],
  ["/a%5F", "letters, digits and -._~ are not percent-encoded"],
  ["/a%2Fb", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%5cb", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%252Fb", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%3Bb", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%3Fb", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%23b", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%00", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%0d%0aX", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a%C2%85", "no part of it holds / \\ % # ? ; or a control character, encoded or not"],
  ["/a;b", "a part of it holds a character that must be percent-encoded"],
  ["/a\\b", "a part of it holds a character that must be percent-encoded"],
  ["/a b", "a part of it holds a character that must be percent-encoded"],
  ["/a#b", "a part of it holds a character that must be percent-encoded"],
  ["/a%", "a part of it holds a character that must be percent-encoded"],
  ["/a%zz", "a part of it holds a character that must be percent-encoded"],
  ["/aö", "a part of it holds a character that must be percent-encoded"],
  ["/a%c0%af", "percent-encoding must be of UTF-8"],
  ["/a%ed%a0%80", "percent-encoding must be of UTF-8"],
  ["/a?b", "a query is name=value, joined by '&'"],
  ["/a?=b", "a query is name=value, joined by '&'"],
  ["/a?b=1&&c=2", "a query is name=value, joined by '&'"],
  ["/a?b=%ff", "percent-encoding must be of UTF-8"],
  ["/a?b= c", "the query holds a character that must be percent-encoded"],
  ["/a?b=c#d", "the query holds a character that must be percent-encoded"],
  [`/${"a".repeat(16_384)}`, "it is longer than 16384 characters"],
])("Address %j is refused, saying why", (raw, why) => {
  expect(words(() => parseTarget(raw))).toBe(`${ONE}${why}`);
});

test("Every single character of ASCII in a part is either itself or refused, encoded or not", () => {
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    const encoded = `%${code.toString(16).padStart(2, "0").toUpperCase()}`;
    for (const raw of [character, encoded])
      if (words(() => parseTarget(`/x${raw}`)) === "passes" && !["/", "?"].includes(raw))
        expect(parseTarget(`/x${raw}`)).toEqual({ segments: [`x${character}`], query: [] });
    // One spelling: never both ways of writing a letter, a digit or a separator.
    if (/[A-Za-z0-9._~-]/.test(character))
      expect(words(() => parseTarget(`/x${encoded}`))).not.toBe("passes");
  }
});
