import { matchesLog, parseLogQuery } from "../../logquery";
import type { LogRecord } from "../../logquery";

const LOG: LogRecord = {
  tags: ["compliance.art12:true", "env:production", "env:blue", "audited", "path:a:b"],
  attributes: {
    art12: {
      entry_sha256: "ab",
      event: { type: "inference", confidence: 0.75, oversight: { required: true } },
    },
    "dotted.key": { inner: "x" },
    users: { names: ["Peter", "Mary Ann"] },
    Data: [
      { Name: "SubjectUserID1", value: "12345" },
      { Name: "ObjectServer", value: 7 },
    ],
    url: "https://example.org/api-v1/test?x=1",
    nothing: null,
    empty: "",
  },
  message: "Art 12 inference 0192-abc, Hello world",
  status: "info",
  service: "credit-scoring",
  host: "",
  source: "ai-act-evidence",
};

test.each([
  ["a tag term finds the tag", "compliance.art12:true"],
  ["any of several tags with one key is found", "env:blue env:production"],
  ["a tag without key is found whole", "tags:audited"],
  ["a whole tag may hold its colon", 'tags:"env:blue" tags:env\\:b*'],
  ["only the first colon parts key and value", 'path:"a:b"'],
  ["a wildcard finds the rest of a tag", "env:prod*"],
  ["a wildcard stands at any place", "env:*duct?on"],
  ["a reserved attribute is found", "service:credit-scoring status:info source:ai-act-evidence"],
  ["a nested attribute is found by its path", "@art12.event.type:inference"],
  ["an attribute whose key holds dots is found", "@dotted.key.inner:x"],
  ["true is found by its name", "@art12.event.oversight.required:true"],
  ["a number is found by its digits", "@art12.event.confidence:0.75"],
  ["a number is compared", "@art12.event.confidence:>0.7 @art12.event.confidence:[0.75 TO 1]"],
  ["one element of an array is enough", '@users.names:Peter @users.names:"Mary Ann" @users.names:Mary?Ann'],
  ["objects in an array are looked into", "@Data.Name:ObjectServer @Data.value:>6"],
  ["quotation marks spare escapes", '@url:"https://example.org/api-v1/test?x=1"'],
  ["an empty value is a value", '@empty:"" @empty:*'],
  ["a word of the message is found in any letter case", "hello WORLD"],
  ["words in order are found across punctuation", '"abc hello world"'],
  ["a word with a hyphen is two words in order", "0192-abc"],
  ["a wildcard finds the start of a word", "infer*"],
  ["a wildcard finds the end of the message", "*world"],
  ["a message is there", "message:*"],
  ["an exclusion of something absent holds", "-env:test NOT @nothing:*"],
  ["every log matches a star", "*"],
])("%s: %s", (_sentence, query) => {
  expect(matchesLog(parseLogQuery(query), LOG)).toBe(true);
});

test.each([
  ["an attribute term never finds a tag", "@compliance.art12:true"],
  ["a tag term never finds an attribute", "art12.entry_sha256:ab"],
  ["a tag term never finds a reserved attribute with @", "@service:credit-scoring"],
  ["tags are case-sensitive", "env:Production"],
  ["attributes are case-sensitive", "@art12.event.type:Inference"],
  ["reserved attributes are case-sensitive", "status:INFO"],
  ["a value is compared whole", "env:prod"],
  ["a question mark is exactly one character", "env:blu? env:b?ue env:?blue"],
  ["a missing reserved attribute matches nothing", "host:*"],
  ["null is no value", "@nothing:*"],
  ["an object is no value", "@art12.event:*"],
  ["digits in a text are not compared as a number", "@Data.value:>12344"],
  ["exclusive bounds are left out", "@art12.event.confidence:{0.75 TO 1}"],
  ["part of a word is not the word", "infer"],
  ["words out of order are no phrase", '"world hello"'],
  ["text in an attribute is not in the message", "ObjectServer"],
  ["one excluded tag among several excludes", "compliance.art12:true -env:blue"],
  ["a phrase without words finds nothing", '"--"'],
])("%s: not %s", (_sentence, query) => {
  expect(matchesLog(parseLogQuery(query), LOG)).toBe(false);
});

test("a pattern full of stars is answered at once", () => {
  const log = { ...LOG, tags: [`env:${"a".repeat(5000)}`] };
  expect(matchesLog(parseLogQuery(`env:${"*a".repeat(30)}*b`), log)).toBe(false);
});

test("a key like __proto__ finds only what the log itself holds", () => {
  const log = { ...LOG, attributes: JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown> };
  expect(matchesLog(parseLogQuery("@__proto__.a:1"), log)).toBe(true);
  expect(matchesLog(parseLogQuery("@constructor.name:Object OR @__proto__:*"), LOG)).toBe(false);
});
