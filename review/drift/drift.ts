import type { Problem } from "../../errors";
import type { Waiver } from "../../rules";
import type { Effect, Finding } from "../finding";

/**
 * What a difference is, per resource and attribute path:
 * - `console`: the real thing is no longer as Terraform left it, and the config did not ask for that;
 * - `unapplied`: the config says something that was not applied yet;
 * - `both`: changed in the console, and the config says a third thing meanwhile;
 * - `deleted`: Terraform made it, and it is gone;
 * - `adopted`: changed in the console, and the config says the same meanwhile: only the state lags behind;
 * - `noise`: differs in writing, not in meaning; kept with its reason, never dropped;
 * - `differs`: real thing and config differ, and without a state it cannot be told who changed what (inventory);
 * - `missing`: declared, and not in the account (inventory);
 * - `undeclared`: of ours by tag or name, in the account, and declared by no config (inventory).
 */
export const CAUSES = [
  "deleted",
  "missing",
  "console",
  "both",
  "differs",
  "undeclared",
  "unapplied",
  "adopted",
  "noise",
] as const;
export type Cause = (typeof CAUSES)[number];

/** How the account was looked at: through the state, or without it. */
export type DriftMode = "state" | "inventory";

/** Who made a change, as a log of the cloud or of Datadog tells: taken at that log's word. */
export interface Attribution {
  /** Principal: the ARN, user or key that called. */
  readonly who: string;
  /** RFC 3339, UTC. */
  readonly when: string;
  /** Name of the call, such as `PutBucketPolicy`. */
  readonly event: string;
  /** Where it was read, such as `cloudtrail` or `datadog-audit`. */
  readonly source: string;
  readonly eventId: string;
}

/** One attribute that differs. Its values are not kept: they may be secrets. */
export interface ChangedPath {
  /** Dotted, with list positions: `rule.0.default_retention.0.days`. */
  readonly path: string;
  /** Of noise only: why the difference means nothing. */
  readonly noise?: string;
}

/** One way in which one resource differs; a resource that differs in several ways has several of them. */
export interface DriftChange {
  readonly cause: Cause;
  /** `<stack>/<Terraform address>`; of what no config declares, its ARN. */
  readonly address: string;
  /** Of what no config declares, the stack that looked. */
  readonly stack: string;
  /** Terraform's type; of what no config declares, the service its ARN names. */
  readonly type: string;
  /** What was done to it (`console`, `deleted`), or what an apply would do. */
  readonly action:
    "create" | "update" | "replace" | "destroy" | "forget" | "move" | "import" | "defer" | "read";
  /** What a log of calls may name it by: id, ARN, bucket, name, alias; sorted, without repetitions. */
  readonly physicalNames: readonly string[];
  /** Empty where the whole resource is meant. */
  readonly paths: readonly ChangedPath[];
  /** Calls that explain it, the last one first; left out where nobody looked. */
  readonly attributions?: readonly Attribution[];
}

/** What a rule says differently, and what brought it about: outside Terraform (`console`), or by the config. */
export interface DriftFinding extends Finding {
  /** `standing`: unmet on the real thing, whoever did it. */
  readonly cause: Cause | "standing";
}

/** What became of one stack. */
export interface StackCheck {
  readonly stack: string;
  /** `clean`: nothing but noise; `failed`: not known; `left-out`: nobody asked for it. */
  readonly outcome: "clean" | "drift" | "failed" | "left-out";
  /** SHA-256 of the JSON of the plan that was looked at, lower-case hex. */
  readonly planSha256?: string;
  /** Why it is not known. */
  readonly problems: readonly Problem[];
}

/** Something that was not looked at, and why: nobody takes silence for "fine". */
export interface NotLookedAt {
  /** `<stack>/<Terraform address>`, or the stack. */
  readonly address: string;
  readonly reason: string;
}

/** The answer to: is the real thing what is declared, and if not, who made it so and what does that mean? */
export interface DriftReport {
  readonly mode: DriftMode;
  /** RFC 3339, UTC. */
  readonly checkedAt: string;
  /** The worst of what is found and not waived. */
  readonly effect: Effect;
  readonly stacks: readonly StackCheck[];
  /** Differences with what caused them, noise included, worst first. */
  readonly changes: readonly DriftChange[];
  readonly findings: readonly DriftFinding[];
  /** Unmet on the real thing, or not to be told, without a difference that explains it. */
  readonly standing: readonly DriftFinding[];
  readonly notLookedAt: readonly NotLookedAt[];
  readonly brokenRules: readonly string[];
  readonly waivers: { readonly used: readonly Waiver[]; readonly expired: readonly Waiver[] };
  readonly terraformVersion: string;
  /** Versions in use, by provider. */
  readonly providerVersions: Readonly<Record<string, readonly string[]>>;
}
