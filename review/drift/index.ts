/**
 * Drift: what the rules say of the real thing, less what they say of what was left there and of what is declared; each
 * difference told apart by what brought it about.
 */
export { checkDrift } from "./check";
export type { DriftReport } from "./drift";
export { driftMarkdown } from "./markdown";
export { recordDrift } from "./record";
export { FAIL_ON, failedStacks, hasDrift, type FailOn } from "./report";
