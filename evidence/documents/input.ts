import type { Environment, System, Thresholds } from "../../configs";
import type { ProvisionId } from "../../regulation";
import type { DocumentStore } from "../documentation";
import type { KeyRing, RecordStore } from "../records";

/** One synthesized stack: what Terraform is given. */
export interface DeployedStack {
  readonly name: string;
  /** Its `cdk.tf.json`, parsed. */
  readonly json: unknown;
}

/** What a rule says of a resource; `*` as the address where it is about all of them. */
export interface JudgedResource {
  readonly address: string;
  readonly rule: string;
  readonly duties: readonly ProvisionId[];
  readonly verdict: "met" | "unmet" | "not-applicable" | "unknown";
}

/** Where records and the documents that they name are, and by whose keys they count. */
export interface DocumentsVault {
  readonly records: RecordStore;
  readonly documents: Pick<DocumentStore, "read">;
  readonly ring: KeyRing;
}

/** What the documents of one system in one environment are made of. */
export interface DocumentsInput {
  readonly system: System;
  readonly environment: Environment;
  /** configs/thresholds/<system>.yaml, where there is one. */
  readonly thresholds?: Thresholds | undefined;
  /** All synthesized stacks; none where there are none: then nothing is known of what is deployed. */
  readonly stacks: readonly DeployedStack[];
  /** What the rules say of these stacks. */
  readonly judged: readonly JudgedResource[];
  /** Left out: what records would show is listed as missing. */
  readonly vault?: DocumentsVault | undefined;
}
