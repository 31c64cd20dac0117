import { FORBIDDEN_PHRASES, forbiddenWordsIn } from "../../regulation";

test.each([
  ["compliant", "The system is Compliant.", ["Compliant"]],
  ["the opposite judgement too", "a non-compliant model", ["compliant"]],
  ["certified", "self-certified", ["certified"]],
  ["presumption of conformity", "a presumption\n of conformity", ["presumption\n of conformity"]],
  ["an article called satisfied, with its point", "Art. 14 satisfied", ["Art. 14 satisfied"]],
  ["court-proof without its hyphen", "COURT PROOF evidence", ["COURT PROOF"]],
  ["provably complete", "provably complete logs", ["provably complete"]],
  ["cannot be gone round", "It cannot be gone round.", ["cannot be gone round"]],
  ["nobody can", "Nobody can change it", ["Nobody can"]],
  ["hash = anonymous without spaces", "hash=anonymous", ["hash=anonymous"]],
  ["key destruction = erasure", "key destruction = erasure", ["key destruction = erasure"]],
  [
    "several, in the order of the text",
    "certified, compliant, certified",
    ["certified", "compliant", "certified"],
  ],
])("the lint finds %s", (_sentence, text, found) => {
  const uses = forbiddenWordsIn(text);
  expect(uses.map((use) => use.found)).toEqual(found);
  expect(uses.map(({ start, end }) => text.slice(start, end))).toEqual(found);
});

test.each([
  "compliance",
  "a compliance officer complies",
  "uncertified certificate",
  "conformity assessment",
  "Art 12 satisfied",
  "nobody else can",
  "hash, anonymous",
  "",
])("the lint lets pass: %s", (text) => {
  expect(forbiddenWordsIn(text)).toEqual([]);
});

test("every phrase on the list finds itself and says why", () => {
  for (const { phrase, why } of FORBIDDEN_PHRASES) {
    expect(forbiddenWordsIn(phrase)).toEqual([expect.objectContaining({ phrase, found: phrase })]);
    expect(why).not.toBe("");
  }
});
