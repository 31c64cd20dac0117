import type { CheckpointOptions } from "./checkpoint-options";
import type { VocabularyOptions } from "./vocabulary";
import type { HeartbeatOptions } from "./heartbeat";
import type { Art12Sink } from "./sinks/sink";
import type { SpoolOptions } from "./spool/options";

/** What `createArt12Logger` needs. */
export interface Art12LoggerOptions {
  /** The AI system, as in its configuration file. */
  readonly system: { readonly id: string; readonly version: string };
  readonly environment: string;
  /** In which role this process keeps the log: Art 19(1) provider, Art 26(6) deployer. */
  readonly role: "provider" | "deployer" | "provider-and-deployer";
  readonly model: ModelOptions;
  readonly config: ConfigOptions;
  readonly inputReference: InputReferenceOptions;
  /** At least 32 random bytes, for pseudonyms of reviewers. Needed once a reviewer is named. */
  readonly pseudonymKey?: Uint8Array;
  /** Key for case references, another one than the input's. Needed once a case is named. */
  readonly caseKey?: { readonly id: string; readonly key: Uint8Array };
  readonly vocabulary: VocabularyOptions;
  readonly sink: Art12Sink;
  /**
   * Signed checkpoints, straight to the vault: with them a reader can tell that the newest events, or all events of this
   * process, were lost on the way.
   * @default none
   */
  readonly checkpoints?: CheckpointOptions;
  /**
   * Keeps events on disk until the sink has them: a call then waits for the disk, not for the sink, and what a killed
   * process left is delivered by the next one.
   * @default none: a call waits for the sink
   */
  readonly spool?: SpoolOptions;
  /**
   * Records a heartbeat by itself, so that silence can be told from absence.
   * @default none: call `heartbeat()` on a timer of your own
   */
  readonly heartbeat?: HeartbeatOptions;
  readonly clock?: ClockOptions;
  /**
   * Name of the program that emits, first part of the emitter's id.
   * @default the system's id
   */
  readonly service?: string;
}

export interface ModelOptions {
  /** Name in the model registry. */
  readonly name: string;
  /** Registered version. */
  readonly version: string;
  /** MLflow run that made it, 32 hex digits. */
  readonly runId: string;
  /** The file or folder the model is loaded from, digested here; or its digest, computed at loading. */
  readonly artifact: { readonly path: string } | { readonly sha256: string };
  /** The hosted model behind it, if any. */
  readonly upstream?: { readonly provider: string; readonly model: string; readonly version: string };
}

/** The settings in force: their values, which are digested and not logged, or a digest of your own. */
export type ConfigOptions = { readonly decisionThreshold: number } & (
  { readonly values: unknown } | { readonly digest: string }
);

/** How inputs are referred to. `scope` names what is hashed, for example application-features-v2. */
export type InputReferenceOptions =
  | {
      /** Keyed: whoever has the key can find a person's decisions again. */
      readonly algorithm: "hmac-sha256";
      readonly keyId: string;
      /** At least 32 random bytes. */
      readonly key: Uint8Array;
      readonly scope: string;
    }
  | {
      /** A commitment: nothing can be found again once the opening is erased. */
      readonly algorithm: "sha256-nonce";
      readonly scope: string;
      /** Stores the nonce (64 hex digits) with the input, in an erasable store. Its failure refuses the event. */
      readonly keepOpening: (eventId: string, nonce: string) => Promise<void>;
    };

export interface ClockOptions {
  /**
   * Milliseconds since 1970.
   * @default Date.now
   */
  readonly now?: () => number;
  /**
   * What sets the clock: logged, not checked.
   * @default "system"
   */
  readonly source?: "system" | "ntp" | "ptp";
}
