import { readIn } from "./provision";

const gdpr = (place: string) => readIn(`Regulation (EU) 2016/679, ${place}`);

/** What the product's pseudonyms and digests are under the GDPR, and what they are not. */
export const DATA_PROTECTION_FACTS = [
  {
    id: "keyed-digest",
    fact: "For the holder of the key, an HMAC of personal data is personal data.",
    source: gdpr("Article 4(1) and (5)"),
  },
  {
    id: "guessable-input",
    fact: "Inputs of low entropy can be found from their digest by guessing.",
    source: gdpr("Recital 26"),
  },
  {
    id: "reviewer-pseudonym",
    fact: "Pseudonyms of reviewers are employee data.",
    source: gdpr("Article 88"),
  },
  {
    id: "erasable-part",
    fact: "Immutable storage needs an erasable part beside it: the openings of commitments, not the log.",
    source: gdpr("Articles 5(1)(e) and 17"),
  },
] as const;
