/**
 * What each resource says about the duties: one engine for synthesized JSON, plans and states. Rules are pure; the law
 * they name stands in `regulation/`.
 */
export { RULES } from "./catalogue";
export { evaluate, tally, type Evaluation } from "./evaluate";
export { refusal } from "./refusal";
export type { Resource, Stack } from "./resource";
export { ResourceSet } from "./resource-set";
export type { Outcome, Rule, Verdict } from "./rule";
export { keepers } from "./facts/keepers";
export { taggedDuties } from "./facts/duty-tags";
export { readPlans, type Declared, type PlannedChange, type Plans } from "./sources/plan";
export { readJson, readSet } from "./sources/read";
export { synthesizedSet, type Source } from "./sources/synthesized";
export { waiverLine, weigh, type Waiver, type Weighed } from "./waivers";
