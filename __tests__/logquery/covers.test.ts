import { covers, matchesLog, parseLogQuery } from "../../logquery";
import type { LogRecord } from "../../logquery";

const ask = (query: string, required: string, ...assumptions: string[]) =>
  covers(parseLogQuery(query), parseLogQuery(required), assumptions.map(parseLogQuery));

test.each([
  ["a query covers itself", "compliance.art12:true", "compliance.art12:true"],
  [
    "a query covers what is narrower",
    "compliance.art12:true",
    "compliance.art12:true ai_system:credit-scoring",
  ],
  ["every log is covered by a star", "*", "compliance.art12:true"],
  ["one branch of OR is enough", "compliance.art12:true OR env:test", "compliance.art12:true"],
  ["a wildcard covers its values", "compliance.art12:*", "compliance.art12:true"],
  ["a wildcard covers a narrower wildcard", "env:p*", "env:pro*d"],
  ["a whole tag covers the same key and value", 'tags:"compliance.art12:true"', "compliance.art12:true"],
  ["brackets and doubled exclusions do not matter", "NOT (-env:a -env:b)", "env:(b OR a)"],
  ["a service has one name, so another may be excluded", "-service:noisy", "service:credit-scoring"],
  ["an attribute with any value covers a number", "@score:*", "@score:>0.5"],
  ["a range covers a range inside it", "@score:[0 TO 1]", "@score:{0 TO 1}"],
  ["a comparison covers a range", "@score:>=5", "@score:[5 TO 6]"],
  ["two ranges together cover a third", "@x:<3 OR @x:>=3", "@x:[1 TO 5]"],
  ["free text covers itself in other letters", "hello", "Hello env:a"],
  ["words of a sentence may be required in any order", "b a", "a b"],
])("%s: %s", (_sentence, query, required) => {
  expect(ask(query, required)).toMatchObject({
    verdict: "covers",
    reason: expect.stringContaining("every log"),
  });
});

test.each([
  [
    "the attribute form loses every log that carries the tag",
    "@compliance.art12:true",
    "compliance.art12:true",
  ],
  ["a narrower query loses logs", "compliance.art12:true env:production", "compliance.art12:true"],
  ["an exclusion loses logs", "compliance.art12:true -status:error", "compliance.art12:true"],
  [
    "tags have many values, so excluding another is a gap",
    "compliance.art12:true -env:test",
    "compliance.art12:true env:prod",
  ],
  ["attributes may be arrays, so excluding another is a gap", "-@x:b", "@x:a"],
  ["letter case matters", "compliance.art12:True", "compliance.art12:true"],
  ["the other key is another condition", "compliance.art13:true", "compliance.art12:true"],
  ["a narrower wildcard loses values", "env:pro*", "env:p*"],
  ["an exclusive bound loses the bound", "@x:>5", "@x:>=5"],
  ["numbers between the bounds are lost", "@x:<2 OR @x:>3", "@x:[1 TO 5]"],
  ["a comparison loses a value that is no number", "@x:>=5", "@x:5"],
  ["a key without @ is lost on attributes", "score:*", "@score:*"],
  ["a log without host is lost", "host:*", "*"],
  ["a value of a different path is lost", "@a:x", "@a.b:x"],
])("%s: %s", (_sentence, query, required) => {
  const { verdict, counterexample, reason } = ask(query, required);
  expect(verdict).toBe("does-not-cover");
  expect(reason).toContain("a log can match");
  const log = JSON.parse(counterexample ?? "null") as LogRecord;
  expect(matchesLog(parseLogQuery(required), log)).toBe(true);
  expect(matchesLog(parseLogQuery(query), log)).toBe(false);
});

test.each([
  ["free text is not judged", "hello", '"hello world"', "free text is not judged"],
  ["? is not defined exactly", "compliance.art12:tru?", "compliance.art12:true", "neither"],
  [
    "a requirement that no log can meet proves nothing",
    "*",
    "env:a -env:a",
    "no log can match what is required",
  ],
  ["numbers against digits are not judged", "@x:5", "@x:[5 TO 5]", "neither"],
  [
    "too many conditions are not tried",
    "a:1 b:1 c:1 d:1 e:1 f:1 g:1 h:1 i:1 j:1 k:1 l:1 m:1 n:1 o:1",
    "*",
    "more than 14 different conditions",
  ],
  [
    "patterns made to explode are given up",
    "env:*a*",
    "bcdefghijkl"
      .split("")
      .map((letter, index) => `env:*a*${letter}${"?".repeat(index + 1)}a*`)
      .join(" OR "),
    "neither",
  ],
])("it is unknown when %s", (_sentence, query, required, words) => {
  const coverage = ask(query, required);
  expect(coverage).toEqual({ verdict: "unknown", reason: expect.stringContaining(words) });
});

test("an assumption about the logs can close a gap", () => {
  const query = "compliance.art12:true -env:test";
  const required = "compliance.art12:true env:prod";
  expect(ask(query, required).verdict).toBe("does-not-cover");
  expect(ask(query, required, "NOT (env:prod env:test)").verdict).toBe("covers");
});

test("assumptions that contradict the requirement prove nothing", () => {
  expect(ask("env:a", "compliance.art12:true", "-compliance.art12:*").verdict).toBe("unknown");
});

test("the reason names the mistake when an attribute is asked for and a tag required", () => {
  expect(ask("@compliance.art12:true", "compliance.art12:true").reason).toContain(
    "@compliance.art12 reads the JSON body, but the tag compliance.art12 is required",
  );
  expect(ask("x:1", "@x:1").reason).toContain("x reads the tags, but the attribute @x is required");
});
