/** How this product's words map to the terms of the logging standard in preparation. */
export interface VocabularyEntry {
  /** Term of ISO/IEC 24970. */
  readonly term: string;
  /** Where it lives here. */
  readonly here: string;
  /** How the two relate, in our words. */
  readonly relation: string;
}

/**
 * The standard the words follow. It is a draft: terms may change, and it is not cited in the Official Journal, so
 * following it gives no legal effect.
 */
export const LOGGING_STANDARD = {
  id: "FprEN ISO/IEC 24970",
  title: "Artificial intelligence: AI system logging",
  status: "draft",
  citedInOfficialJournal: false,
} as const;

/** The mapping, one row a term. */
export const ISO_24970_VOCABULARY: readonly VocabularyEntry[] = [
  {
    term: "event",
    here: "Art12Event",
    relation: "One thing that happened in the operation of the system; `type` says which kind.",
  },
  {
    term: "trigger",
    here: "the client's methods (inference, outcome, oversight, error, ...)",
    relation: "The condition under which an event is recorded: each call of a method is one trigger.",
  },
  {
    term: "log entry",
    here: "art12.entry",
    relation: "The recorded form of an event: its canonical string, hashed and chained per emitter.",
  },
  {
    term: "information model",
    here: "art12-event.v1.schema.json",
    relation: "Which information a log entry carries for each kind of event: the published JSON Schema.",
  },
];
