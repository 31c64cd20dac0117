import type { System } from "../../configs";
import type { GateBook } from "../decisions/gate-book";
import type { ChainQuestion } from "./model";
import type { ChainSources, EntryObjects, LoggedEntry, RegistryFacts, Searched } from "./sources";
import type { Span, Standing } from "./standing";
import type { Watched } from "./watched";

/** The model version a chain is about, as the log names it, or as it was asked for. */
export interface Subject {
  readonly name: string;
  readonly version: string;
  readonly runId?: string;
  /** As the application digested what it loaded. */
  readonly artifactSha256?: string;
}

/** Everything that the links of one chain are told from. */
export interface Matter {
  readonly question: ChainQuestion;
  readonly sources: ChainSources;
  /** Absent where the log has no entry that answers. */
  readonly entry?: LoggedEntry;
  /** The entry by which the model is known, where the one that is asked for only refers to it. */
  readonly decided?: LoggedEntry;
  readonly objects?: EntryObjects;
  readonly searched: Searched;
  /** When entries like this one were written. */
  readonly span?: Span;
  readonly subject?: Subject;
  /** Id of the AI system: the entry's, else the one asked for, else the one the decision names. */
  readonly system?: string;
  /** As the configs declare it now. */
  readonly declared?: System;
  readonly book: GateBook;
  readonly standing?: Standing;
  /** What MLflow said; in words, why it did not answer; `not-asked` where nobody asked. */
  readonly registry: RegistryFacts | { readonly silent: string } | "gone" | "not-asked";
  readonly watched: Watched;
  /** In words, why nothing is known of records at all. */
  readonly unrecorded: string | undefined;
  /** Of monitoring: the period asked for, else the entry's UTC day. */
  readonly period?: { readonly from: string; readonly to: string };
}
