/**
 * What each resource says about the duties: one engine for synthesized JSON, plans and states. Rules are pure; the law
 * they name stands in `regulation/`.
 */
export { RULES } from "./catalogue";
export { evaluate, evaluateBoth, tally, type Evaluation } from "./evaluate";
export { refusal } from "./refusal";
export type { Resource, Stack } from "./resource";
export { ResourceSet } from "./resource-set";
export type { Outcome, Rule, Verdict } from "./rule";
export { declared as evidenceResources, keepers } from "./facts/keepers";
export { taggedDuties } from "./facts/duty-tags";
export type { PlanBeside } from "./sources/beside";
export { readPlans, type Declared, type PlannedChange, type Plans } from "./sources/plan";
export { readJson, readSet, readStacks } from "./sources/read";
export { synthesizedSet, type Source } from "./sources/synthesized";
export { sharing } from "./traced-set";
export { waiverLine, weigh, type Waiver, type Weighed } from "./waivers";
