import type { LinkVerdict } from "../chain/model";
import type { DocumentLeftOut } from "./documents-file";
import type { LeftOutWhy } from "./records-file";

/** What the cover page and VERIFY.md say themselves, in one language. */
export interface Texts {
  readonly page: { readonly lang: string; readonly skip: string; readonly contents: string };
  readonly title: string;
  readonly about: string;
  readonly confidential: string;
  readonly confidentialMeans: string;
  readonly labels: Readonly<
    Record<
      | "reference"
      | "system"
      | "environment"
      | "period"
      | "askedAbout"
      | "made"
      | "key"
      | "events"
      | "findings",
      string
    >
  >;
  readonly upTo: string;
  readonly scopes: Readonly<Record<"period" | "version" | "case", string>>;
  readonly headings: Readonly<Record<"inside" | "missing" | "withheld" | "verify" | "limits", string>>;
  readonly columns: Readonly<
    Record<"what" | "howMany" | "where" | "item" | "because" | "digest" | "reason" | "basis", string>
  >;
  readonly inside: Readonly<
    Record<
      | "export"
      | "entries"
      | "records"
      | "documentation"
      | "documents"
      | "chain"
      | "keys"
      | "recordList"
      | "documentList",
      string
    >
  >;
  readonly verdicts: Readonly<Record<LinkVerdict, string>>;
  readonly missingNone: string;
  readonly missingNote: string;
  readonly withheldNone: string;
  readonly withheldNote: string;
  readonly leftOutNote: string;
  readonly leftOut: Readonly<Record<LeftOutWhy | DocumentLeftOut, string>>;
  readonly verify: string;
  readonly verifyMore: string;
  readonly verifyTool: string;
  readonly limits: readonly string[];
  readonly caseLimits: readonly string[];
  readonly steps: Readonly<
    Record<
      | "title"
      | "intro"
      | "unchanged"
      | "unchangedMeans"
      | "nothingAdded"
      | "nothingAddedMeans"
      | "signed"
      | "signedMeans"
      | "whose"
      | "whoseMeans"
      | "export"
      | "exportMeans"
      | "entries"
      | "entriesMeans"
      | "documentation"
      | "documentationMeans"
      | "records"
      | "recordsMeans"
      | "read"
      | "readMeans"
      | "all"
      | "allMeans",
      string
    >
  >;
}
