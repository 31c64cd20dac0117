import type { ChainAnswer } from "../chain/model";
import type { DocumentStore } from "../documentation";
import type { GeneratedDocument } from "../documents/document";
import type { Archive, ExportProgress, ExportRequest, Period } from "../export";
import type { KeyRing, RecordStore } from "../records";
import type { Language } from "./language";
import type { Scope } from "./manifest";
import type { Redactions } from "./redactions";

/** What an authority asked for. */
export interface ResponseRequest {
  /** The authority's own, printed everywhere. */
  readonly reference: string;
  readonly system: string;
  /** Name under which the system's model is registered. */
  readonly registeredModel: string;
  readonly environment: string;
  readonly period: Period;
  readonly scope: Scope;
  readonly language: Language;
  readonly redactions: Redactions;
  /** What the export of the log is compared with. */
  readonly witnesses?: Pick<ExportRequest, "expectedEmitters" | "seals" | "timestampCa" | "independentCount">;
}

/** Where everything is read from. */
export interface ResponseSources {
  readonly archive: Archive;
  readonly records: RecordStore;
  readonly documents: Pick<DocumentStore, "read">;
  readonly ring: KeyRing;
  /**
   * Follows the chain in what is to be handed over: so that nothing kept back comes out by it. Undefined where nothing is
   * found to begin with.
   */
  readonly chain: (
    from: ResponseContents,
  ) => Promise<{ readonly answer: ChainAnswer; readonly html: string } | undefined>;
  /** Generates the documents, likewise; undefined where there are no synthesized stacks. */
  readonly generate: (
    from: ResponseContents,
  ) => Promise<readonly (GeneratedDocument & { readonly html: string })[] | undefined>;
}

/** What an answer holds so far, as one reads it. */
export interface ResponseContents {
  readonly folder: string;
  readonly records: RecordStore;
  /** Empty folder to work in. */
  readonly work: string;
}

/** How far an answer is. */
export type ResponseProgress =
  | { readonly stage: "export"; readonly step: ExportProgress }
  | { readonly stage: string; readonly of?: string };
