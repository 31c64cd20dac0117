import { CheckList } from "../check";

/** What is checked of an answer to an authority, in the order in which a report shows it. Names are stable. */
const RESPONSE_CHECKS = {
  layout: "the folder holds the files of an answer and nothing else",
  "sums-list": "SHA256SUMS lists every file of the answer once, by a plain name",
  signature: "SHA256SUMS was signed with the key",
  checksum: "each file has the SHA-256 that was signed",
  manifest: "manifest.json can be read, and agrees with SHA256SUMS and the key",
  export: "the export bundle verifies by itself, is by the same key, and is the one that was asked for",
  case: "the entries are of the case, system, environment and period asked for, and each has its place",
  records: "the records are what records.json says, and the chain of each stream holds over what was left out",
  documentation: "each document has the digest it is named by, and every document that a record names is accounted for",
  chain: "the chain is about what was asked for",
  withheld: "what was kept back is named with its digest, and is not here",
  statements: "the numbers of the manifest are those of the parts, and what these show to be missing is named",
  cover: "the cover page names what the manifest says",
} as const; // prettier-ignore

export type ResponseCheckName = keyof typeof RESPONSE_CHECKS;
export type ResponseChecks = CheckList<ResponseCheckName>;

export function responseChecks(): ResponseChecks {
  return new CheckList<ResponseCheckName>(RESPONSE_CHECKS);
}
