import type { Principal } from "../principal";
import type { Contributor } from "../state/gate-state";

/** A file of the artifact manifest. */
export interface ManifestFile {
  /** Below the artifact root of the logged model (or of the run's model folder, for clients of MLflow 2). */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ArtifactManifest {
  /** Sorted by path. */
  readonly files: readonly ManifestFile[];
  /** SHA-256 of the canonical JSON of `files`. */
  readonly sha256: string;
}

export interface VersionFacts {
  readonly name: string;
  readonly version: string;
  /** Milliseconds since 1970, as MLflow has it. */
  readonly createdAt: number;
  readonly status: string;
  readonly stage: string;
  readonly aliases: readonly string[];
  readonly source: string;
  readonly runId: string;
  /** The logged model whose artifacts are served; absent for clients of MLflow 2, which keep them in the run's. */
  readonly modelId?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DatasetFacts {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  /** JSON text, as MLflow keeps it. */
  readonly source: string;
  readonly schema: string;
  readonly profile: string;
  /** `mlflow.data.context` is among them. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface RunFacts {
  readonly id: string;
  readonly experimentId: string;
  readonly experimentName: string;
  readonly status: string;
  readonly lifecycleStage: string;
  readonly startTime: number;
  readonly endTime?: number;
  readonly userId: string;
  readonly artifactUri: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each; MLflow gives NaN and infinity as texts. */
  readonly metrics: readonly {
    readonly key: string;
    readonly value: number | string;
    readonly timestamp: number;
    readonly step: number;
  }[];
  readonly datasets: readonly DatasetFacts[];
  /** Model ids of `outputs.model_outputs`. */
  readonly outputs: readonly string[];
}

export interface LoggedModelFacts {
  readonly id: string;
  readonly experimentId: string;
  readonly sourceRunId: string;
  readonly status: string;
  readonly artifactUri: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: readonly {
    readonly key: string;
    readonly value: number | string;
    readonly datasetName?: string;
    readonly datasetDigest?: string;
  }[];
}

/** An approval as its record in the vault says. */
export interface ApprovalFacts {
  readonly id: string;
  /** Key of the record. */
  readonly record: string;
  readonly approver: string;
  readonly approverName: string;
  readonly approverKind: Principal["kind"];
  /** Groups the approver was in at that time. */
  readonly approverGroups: readonly string[];
  /** ISO 8601. */
  readonly at: string;
  /** The assessment of Arts 3(23) and 43(4): whether this change is a substantial modification, and why. */
  readonly modification: {
    readonly class: "predetermined" | "substantial";
    readonly why: string;
    /** New conformity assessment, where the change is substantial. */
    readonly conformityAssessment?: string;
  };
}

/** All that a decision on one version sees, read while frozen. Its canonical JSON, approval aside, is hashed and kept. */
export interface PromotionFacts {
  readonly version: VersionFacts;
  readonly run?: RunFacts;
  readonly model?: LoggedModelFacts;
  readonly artifacts?: ArtifactManifest;
  /** All who wrote to run, logged model, artifacts or version, as far as the gate saw. */
  readonly contributors: readonly Contributor[];
  readonly approval?: ApprovalFacts;
}
