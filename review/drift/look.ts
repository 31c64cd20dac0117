import type { UserError } from "../../errors";
import type { PlanProgress } from "../terraform";
import type { DriftChange, DriftMode, NotLookedAt, StackCheck } from "./drift";
import type { Judged, Judging } from "./judge";

/** What to check, and how. */
export interface DriftRequest {
  readonly mode: DriftMode;
  /** Names of stacks, with `*` for any characters; all stacks where empty. */
  readonly patterns: readonly string[];
  /** Folder of the checkout, with `cdktf.json`. */
  readonly checkout: string;
  /** Folder of synthesized stacks. */
  readonly synthesized: string;
  /** Whether that folder must be what the checkout's sources say now. */
  readonly mustBeCurrent: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** How many stacks at a time. */
  readonly parallel: number;
  readonly judging: Judging;
  readonly signal?: AbortSignal | undefined;
  readonly say: (text: string) => void;
  readonly progress?: (step: PlanProgress) => void;
}

/** What a look at the real thing came to. */
export interface Looked {
  /** Of the stacks that were asked for: `failed`, or `clean` until the differences are counted. */
  readonly checks: readonly StackCheck[];
  readonly changes: readonly DriftChange[];
  readonly judged: Judged;
  readonly notLookedAt: readonly NotLookedAt[];
  readonly terraformVersion: string;
  readonly providerVersions: readonly Readonly<Record<string, string>>[];
}

/** A stack of which nothing is known. The folder it was looked at from is gone when this is read. */
export const failedCheck = (stack: string, { problems }: UserError): StackCheck => ({
  stack,
  outcome: "failed",
  problems: problems.map((problem) => ({
    ...problem,
    where: stack,
    ...(problem.code === "terraform-failed" && {
      fix: `run \`evidence plan ${stack}\` to see all that Terraform says`,
    }),
  })),
});
