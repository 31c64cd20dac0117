export interface ForbiddenPhrase {
  readonly phrase: string;
  /** What is wrong with saying so. */
  readonly why: string;
}

const JUDGEMENT = "the product supports duties; whether anyone meets them is for others to judge";
const SATISFIED = "no tool satisfies this article: it gives material for it";
const PROMISE = "say what is detected, under which assumption, and what was tried";

/** What docs, reports and monitor messages never say. */
export const FORBIDDEN_PHRASES: readonly ForbiddenPhrase[] = [
  { phrase: "compliant", why: JUDGEMENT },
  { phrase: "certified", why: JUDGEMENT },
  { phrase: "presumption of conformity", why: "no standard for the Act is cited in the Official Journal" },
  { phrase: "Art 9 satisfied", why: SATISFIED },
  { phrase: "Art 14 satisfied", why: SATISFIED },
  { phrase: "Art 15 satisfied", why: SATISFIED },
  { phrase: "court-proof", why: PROMISE },
  { phrase: "provably complete", why: "completeness has levels: name the one that holds" },
  { phrase: "cannot be gone round", why: PROMISE },
  { phrase: "nobody can", why: PROMISE },
  {
    phrase: "hash = anonymous",
    why: "for whoever holds the key or guesses the input, a hash is personal data",
  },
  { phrase: "key destruction = erasure", why: "what was digested may still be guessed or known elsewhere" },
];

export interface ForbiddenUse extends ForbiddenPhrase {
  /** The words as they stand in the text. */
  readonly found: string;
  /** Index of their first character, and of the first one after them. */
  readonly start: number;
  readonly end: number;
}

/**
 * Finds what must not be said, in the order of the text.
 *
 * Whole words only, in any letter case: "compliance" is allowed, and so is "uncertified". White space and punctuation
 * between words do not matter: "court proof" and "Art. 14 satisfied" are found, and "non-compliant" is found as well,
 * since the opposite is as much a judgement.
 */
export function forbiddenWordsIn(text: string): readonly ForbiddenUse[] {
  const words = wordsOf(text);
  const uses = FORBIDDEN_PHRASES.flatMap((forbidden) => {
    const sought = wordsOf(forbidden.phrase);
    return words.flatMap((first, index): ForbiddenUse[] => {
      const last = words[index + sought.length - 1];
      if (!last || !sought.every((word, offset) => words[index + offset]?.word === word.word)) return [];
      return [{ ...forbidden, found: text.slice(first.start, last.end), start: first.start, end: last.end }];
    });
  });
  return uses.sort((a, b) => a.start - b.start);
}

/** Runs of letters and digits, and the equals sign, in lower case with their places. */
function wordsOf(text: string): readonly { word: string; start: number; end: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}]+|=/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}
