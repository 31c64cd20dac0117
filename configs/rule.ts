import type { z } from "zod";

/** A house rule on a config value, carried in zod's custom issue so that the loader prints it beside the place. */
export interface RuleParams {
  /** Stable name, printed in the message. */
  readonly rule: string;
  /** What is allowed, and whose rule that is. */
  readonly needed: string;
  readonly fix: string;
}

/**
 * Lets a rule run although other fields are wrong, so that all problems show at once. Such a rule must read its value
 * with care: any part of it may be missing or of a wrong type.
 */
export const EVEN_WHEN_OTHERS_FAIL = { when: () => true };

/** Reports a broken rule at `path`, relative to the value being checked. */
export function breaks(
  ctx: z.RefinementCtx,
  input: unknown,
  path: (string | number)[],
  params: RuleParams,
): void {
  ctx.addIssue({ code: "custom", input, path, message: params.needed, params: { ...params } });
}
