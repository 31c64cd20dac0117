import type { Environment, System } from "../../configs";
import type { DocumentStore } from "../documentation";
import type { Art12Event } from "../event";
import type { Period } from "../export";
import type { KeyRing, RecordStore } from "../records";
import type { ChainAnswer, ChainQuestion } from "./model";

/** Where a log entry stands in the archive. */
export interface EntryPlace {
  readonly key: string;
  readonly versionId: string;
  /** Line in the unpacked object, from 1. */
  readonly line: number;
}

/** A log entry that was read, its digest, form and canonical spelling checked. */
export interface LoggedEntry {
  readonly event: Art12Event;
  /** Of its canonical string. */
  readonly sha256: string;
  readonly place: EntryPlace;
  /** The readable copy beside the entry was changed on the way; the entry was not. */
  readonly viewAltered: boolean;
}

/** What is looked for in the log. */
export interface Sought {
  readonly question: ChainQuestion;
  readonly environment: string;
  readonly system?: string | undefined;
  readonly period?: Period | undefined;
}

/** Where it was looked, in words that follow "in"; and what could not be looked at. */
export interface Searched {
  readonly where: string;
  readonly untold: readonly string[];
  /** What speaks against everything that was found there. */
  readonly against?: readonly string[];
}

/** One version of an object that holds the entry, or ought to. */
export interface ObjectSeen {
  readonly key: string;
  readonly versionId: string;
  /** By the store's clock; absent where the source does not say. */
  readonly writtenAt?: string;
  /** Of its bytes as they are stored. */
  readonly sha256?: string;
  /** Whether the very entry stands in it; in words, why it cannot be told. */
  readonly holds: boolean | string;
  readonly seal: SealSaid;
}

/** What the seals say of an object version. */
export type SealSaid =
  | { readonly is: "equal"; readonly by: string; readonly stampedAt?: string }
  | { readonly is: "differs"; readonly by: string }
  | { readonly is: "not-sealed"; readonly because: string }
  | { readonly is: "cannot-tell"; readonly because: string };

/** Everything that stands under the keys of one entry. */
export interface EntryObjects {
  readonly versions: readonly ObjectSeen[];
  readonly deleteMarkers: readonly {
    readonly key: string;
    readonly versionId: string;
    readonly writtenAt: string;
  }[];
  /** The entries before and after it in its emitter's chain, as far as they stand in the same objects. */
  readonly neighbours: { readonly fit: number; readonly misfits: readonly string[] };
  /** Digests of other entries with the same event id. */
  readonly conflicts: readonly string[];
}

/** The log, wherever it is read. Both methods throw UserError for a fault of the environment. */
export interface LogSource {
  /** For people: `s3://bucket/art12`, or what stands for it. */
  readonly name: string;
  readonly kind: "archive" | "bundle";
  /** Gives every entry that answers; one that stands in several places is given once for each. */
  find(sought: Sought, take: (entry: LoggedEntry) => void): Promise<Searched>;
  /** What is known of the objects of these entries, by the entry's digest. */
  objectsOf(entries: readonly LoggedEntry[]): Promise<ReadonlyMap<string, EntryObjects>>;
}

/** The lock of an object version as S3 tells it; in words, why it cannot be told. */
export type LockSaid =
  | {
      readonly mode: "COMPLIANCE" | "GOVERNANCE" | "none";
      /** RFC 3339. */
      readonly until?: string;
      readonly hold: boolean;
    }
  | string;

/** Where the locks of archived objects are asked for. */
export interface LockSource {
  lockOf(place: { readonly key: string; readonly versionId: string }): Promise<LockSaid>;
}

/** What MLflow says now of a version, and of the run and model behind it. */
export interface RegistryFacts {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly runId: string;
  /** `gone` for a run that was removed for good, else MLflow's word: `active`, `deleted`. */
  readonly runIs: string;
  /** Of the canonical JSON of the artifacts' list; absent where they are not those of its own run or model. */
  readonly artifactSha256?: string | undefined;
  /** The parts of the evidence, in the form a promotion keeps them. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** MLflow as it is now. */
export interface RegistrySource {
  /** For people: the address. */
  readonly name: string;
  /** Nothing where MLflow knows no such version; in words, why it did not answer. */
  version(name: string, version: string): Promise<RegistryFacts | string | undefined>;
}

/** Everything a chain is followed through. */
export interface ChainSources {
  readonly readFrom: ChainAnswer["read_from"];
  /** `config` is absent where a bundle is all there is. */
  readonly environment: { readonly id: string; readonly config?: Environment | undefined };
  /** As the configs declare them now; none where no configs are at hand. */
  readonly systems: readonly System[];
  /** Entries of other systems do not answer. */
  readonly system?: string | undefined;
  readonly log: LogSource;
  readonly locks: LockSource;
  readonly records: RecordStore;
  /** A plain export: that it has no records says nothing of the vault it is from. An answer, or a vault, without any does. */
  readonly logAlone?: boolean | undefined;
  readonly documents: Pick<DocumentStore, "read">;
  readonly ring: KeyRing;
  /** Words about where the ring is from, when it is not the reader's own. */
  readonly ringFrom?: string | undefined;
  readonly registry?: RegistrySource | undefined;
  /** @default the system's clock */
  readonly now?: (() => Date) | undefined;
  readonly onProgress?: ((doing: string) => void) | undefined;
}
