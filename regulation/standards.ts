import type { ProvisionId } from "./articles/all";
import { readIn } from "./provision";
import type { Source } from "./provision";

export interface Standard {
  readonly id: string;
  readonly subject: string;
  readonly provisions: readonly ProvisionId[];
  /** As its number says: prEN and FprEN are drafts. */
  readonly stage: "draft" | "EN";
  /** A harmonised standard helps in law only once the Official Journal cites it (Article 40). */
  readonly isCitedInOfficialJournal: boolean;
  readonly source: Source;
}

/** Standards that the product's words and logs follow. None is cited in the Official Journal: none has legal effect yet. */
export const STANDARDS: readonly Standard[] = [
  {
    id: "prEN 18229-1",
    subject: "Trustworthiness, part on logging",
    provisions: ["Art12"],
    stage: "draft",
    isCitedInOfficialJournal: false,
    source: readIn("CEN-CENELEC JTC 21 work programme", "public trackers of the work programme"),
  },
  {
    id: "FprEN ISO/IEC 24970",
    subject: "Logging of AI systems",
    provisions: ["Art12"],
    stage: "draft",
    isCitedInOfficialJournal: false,
    source: readIn("CEN-CENELEC JTC 21 work programme", "public trackers of the work programme"),
  },
  {
    id: "EN 18286",
    subject: "Quality management system for AI Act purposes",
    provisions: ["Art17(1)"],
    stage: "EN",
    isCitedInOfficialJournal: false,
    source: readIn("CEN-CENELEC JTC 21 work programme", "public trackers of the work programme"),
  },
];

/** Terms of the draft ISO/IEC 24970 and what they are called here. */
export const LOGGING_TERMS = [
  {
    term: "event",
    here: "one thing that happened in the AI system, such as an inference or a human override",
  },
  { term: "trigger", here: "the event type: what makes the client write" },
  { term: "log entry", here: "one Art 12 event as its canonical string" },
  { term: "information model", here: "the published JSON Schema of the Art 12 event" },
] as const;
