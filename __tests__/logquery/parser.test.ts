import { LogQuerySyntaxError, parseLogQuery, printLogQuery } from "../../logquery";

test.each([
  [
    "a bare word searches the message",
    "timeout",
    { kind: "match", field: { in: "text" }, pattern: ["timeout"] },
  ],
  [
    "a key without @ is a tag",
    "compliance.art12:true",
    { kind: "match", field: { in: "tag", name: "compliance.art12" }, pattern: ["true"] },
  ],
  [
    "a key with @ is an attribute of the JSON body",
    "@compliance.art12:true",
    { kind: "match", field: { in: "attribute", path: "compliance.art12" }, pattern: ["true"] },
  ],
  [
    "host, service, source and status are reserved attributes, not tags",
    "service:credit-scoring",
    { kind: "match", field: { in: "reserved", name: "service" }, pattern: ["credit-scoring"] },
  ],
  [
    "a reserved name with @ is an ordinary attribute",
    "@service:x",
    { kind: "match", field: { in: "attribute", path: "service" }, pattern: ["x"] },
  ],
  [
    "tags: takes a whole tag",
    "tags:audited",
    { kind: "match", field: { in: "whole-tag" }, pattern: ["audited"] },
  ],
  [
    "wildcards work outside quotation marks",
    "env:pro*d?",
    {
      kind: "match",
      field: { in: "tag", name: "env" },
      pattern: ["pro", { wildcard: "*" }, "d", { wildcard: "?" }],
    },
  ],
  [
    "wildcards mean themselves inside quotation marks",
    'env:"pro*"',
    { kind: "match", field: { in: "tag", name: "env" }, pattern: ["pro*"] },
  ],
  ["a number is compared", "@score:>=0.5", { kind: "compare", path: "score", operator: ">=", value: 0.5 }],
  [
    "a negative number is compared",
    "@score:<-5",
    { kind: "compare", path: "score", operator: "<", value: -5 },
  ],
  [
    "square brackets include the bounds",
    "@x:[1 TO 5]",
    { kind: "range", path: "x", from: 1, to: 5, inclusive: true },
  ],
  [
    "curly brackets exclude the bounds",
    "@x:{-1 TO 5}",
    { kind: "range", path: "x", from: -1, to: 5, inclusive: false },
  ],
  ["a star is every log", "*", { kind: "everything" }],
  ["a star under every key is every log", "*:*", { kind: "everything" }],
  ["an empty query is every log", "  ", { kind: "everything" }],
])("%s: %s", (_sentence, text, tree) => {
  expect(parseLogQuery(text)).toEqual(tree);
});

test.each([
  ["nothing written means AND", "env:a host:b", "env:a AND host:b"],
  ["AND binds tighter than OR", "env:a OR env:b AND env:c", "env:a OR (env:b AND env:c)"],
  ["a minus excludes the next term only", "-env:a env:b", "(NOT env:a) AND env:b"],
  ["NOT excludes the next term only", "NOT env:a env:b", "(-env:a) env:b"],
  ["NOT excludes a bracket", "NOT(env:a env:b)", "NOT (env:a AND env:b)"],
  ["two exclusions stand", "NOT -env:a", "NOT (-env:a)"],
  ["a group of values repeats the key", "env:(prod OR test)", "env:prod OR env:test"],
  ["a group of values may exclude", "@x:(>1 -3)", "@x:>1 AND -@x:3"],
  ["a group of values may nest", "env:(a OR (b* NOT bc))", "env:a OR (env:b* AND -env:bc)"],
  ["_exists_ asks for any value", "_exists_:@art12.entry", "@art12.entry:*"],
  ["message: is free text", 'message:"hello"', "hello"],
  ["an escaped colon is part of the value", "@a:hello\\:world", '@a:"hello:world"'],
  ["an escaped space is part of the value", "@a:hello\\ world", '@a:"hello world"'],
  ["an escaped operator is a word", "\\AND", '"AND"'],
  ["operators in small letters are words", "a and b", 'a "and" b'],
  ["an escaped minus belongs to the number", "@x:>\\-5", "@x:>-5"],
  ["white space of any kind separates", "env:a\n\tenv:b", "env:a env:b"],
  ["a run of stars is one star", "env:a***", "env:a*"],
])("%s: %s", (_sentence, text, same) => {
  expect(parseLogQuery(text)).toEqual(parseLogQuery(same));
});

test("brackets bind before AND", () => {
  const query = parseLogQuery("(env:a OR env:b) AND env:c");
  expect(query).not.toEqual(parseLogQuery("env:a OR env:b AND env:c"));
  expect(printLogQuery(query)).toBe("(env:a OR env:b) AND env:c");
});

test.each([
  ["an operator without a second term", "env:prod AND", 12, "ends where a term is needed"],
  ["two operators in a row", "a OR OR b", 5, "OR cannot stand here"],
  ["a bracket that is never closed", "(a", 0, "add a )"],
  ["a bracket that was never opened", "env:prod)", 8, ") cannot stand here"],
  ["an empty bracket", "()", 1, ") cannot stand here"],
  ["a quotation mark that is never closed", 'a "bc', 2, "never closed"],
  ["curly quotation marks", "“a”", 0, 'straight "'],
  ["a backslash at the end", "x\\", 1, "the query ends here"],
  ["a key without value", "env:", 3, "a value must follow"],
  ["a value that does not touch its key", "env: prod", 3, "a value must follow"],
  ["a second colon", "a:b:c", 3, "second colon"],
  ["another key inside a group of values", "env:(a OR host:b)", 14, "names no other key"],
  ["a quoted key", '"a":b', 0, "without quotation marks"],
  ["a wildcard in a key", "env*:b", 0, "a key has no wildcards"],
  ["an attribute without value", "a @x", 2, "@x:*"],
  ["an attribute without name", "@:a", 0, "name of the attribute is missing"],
  ["a minus that touches nothing", "a - b", 2, "must touch"],
  ["a value that starts with a minus", "@x:-5", 3, "\\-"],
  ["an exclamation mark", "foo!", 3, "NOT or -"],
  ["a double ampersand", "a && b", 2, "write AND"],
  ["a double bar", "a || b", 2, "write OR"],
  ["a calculated field", "#field:>1", 0, "calculated fields"],
  ["a plus before a term", "+a", 0, "\\+"],
  ["full-text search, which filters do not have", "*:foo", 0, "full-text"],
  ["CIDR()", "CIDR(@ip,13.0.0.0/8)", 0, "cannot be judged"],
  ["trace_id", "trace_id:1", 0, "cannot be judged"],
  ["_missing_", "_missing_:a", 0, "-key:*"],
  ["_exists_ with a phrase", '_exists_:"a"', 9, "one key"],
  ["a comparison of tags", "env:>5", 4, "with @"],
  ["a comparison with a word", "@x:>abc", 4, "a number is needed"],
  ["a hexadecimal number", "@x:>0x10", 4, "a number is needed"],
  ["a number that a computer cannot hold exactly", "@x:>9007199254740993", 4, "too large"],
  ["a range without TO", "@x:[1 5]", 6, "TO between"],
  ["a range that ends in the wrong bracket", "@x:[1 TO 5}", 10, "must end with ]"],
  ["a range from high to low", "@x:[5 TO 1]", 3, "lower bound"],
  ["a range without bound", "@x:[1 TO *]", 9, "a number is needed"],
  ["words that are not set apart", '"a"b', 3, "put a space"],
  ["a call of something unknown", "foo(bar)", 3, "put a space"],
  ["a hundred and one brackets", "(".repeat(101), 100, "more than 100 levels"],
])("the reader is told about %s", (_sentence, text, position, words) => {
  expect(() => parseLogQuery(text)).toThrow(LogQuerySyntaxError);
  expect(() => parseLogQuery(text)).toThrow(expect.objectContaining({ position, query: text }));
  expect(() => parseLogQuery(text)).toThrow(words);
});

test("a syntax error shows the place with a caret", () => {
  expect(() => parseLogQuery("env:prod\tAND host:")).toThrow(
    [
      "a value must follow the colon directly; * stands for any value (column 18)",
      "  env:prod AND host:",
      "                   ^",
    ].join("\n"),
  );
});
