import type { Kind } from "./sources/kind";
import type { Reference, Value, Values } from "./values";

/** A resource of a set, whatever was read: synthesized JSON, a plan, a state. */
export interface Resource {
  /** `<stack>/<Terraform address>`: Terraform's own is unique in one stack only. */
  readonly address: string;
  readonly terraformAddress: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Module path, such as `module.vault[0]`; none in the root module. */
  readonly module?: string;
  /** Provider and alias, such as `aws.replica`, as far as the source tells. */
  readonly provider: string;
  readonly stack: string;
  readonly values: Values;
  /** Dotted paths of what is not known. */
  readonly unknownPaths: readonly string[];
  readonly references: readonly Reference[];
  /** Whether Terraform refuses to destroy it; `undefined` where the source does not say. */
  readonly preventDestroy?: boolean;
  /** Attributes whose changes Terraform overlooks; `undefined` where the source does not say. */
  readonly ignoredChanges?: readonly string[];
}

/** What a stack says of itself, beside its resources. */
export interface Stack {
  readonly name: string;
  /** What was read: a state knows nothing of how its resources were declared. */
  readonly from: Kind;
  /** Address in verdicts: `<stack>/terraform`. */
  readonly address: string;
  /** Kind and settings of the backend; `undefined` where the source does not say, which a plan does not. */
  readonly backend?: { readonly type: string; readonly values: Values };
  /** Version constraint and source by provider; `undefined` where what was read does not say. */
  readonly requiredProviders?: Readonly<
    Record<string, { readonly version: Value | undefined; readonly source?: Value | undefined }>
  >;
  /** Ephemeral resources, `<type>.<name>`: no plan and no state shows them. `undefined` where the source does not say. */
  readonly ephemeral?: Readonly<Record<string, Values>>;
  /** Configuration of each provider and alias, such as `aws.replica`. */
  readonly providers: Readonly<Record<string, Values>>;
  /** Modules whose resources the source does not show. */
  readonly unseenModules: readonly string[];
}
