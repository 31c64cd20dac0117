import { readIn } from "./provision";

const GDPR = readIn("Regulation (EU) 2016/679");

/** What the product's pseudonyms and digests are under the GDPR, and what they are not. */
export const DATA_PROTECTION_FACTS = [
  {
    id: "keyed-digest",
    fact: "For the holder of the key, an HMAC of personal data is personal data.",
    source: GDPR,
  },
  {
    id: "guessable-input",
    fact: "Inputs of low entropy can be found from their digest by guessing.",
    source: GDPR,
  },
  { id: "reviewer-pseudonym", fact: "Pseudonyms of reviewers are employee data.", source: GDPR },
  {
    id: "erasable-part",
    fact: "Immutable storage needs an erasable part beside it: the openings of commitments, not the log.",
    source: GDPR,
  },
] as const;
