/**
 * What each resource says about the duties: one engine for synthesized JSON, plans and states. Rules are pure; the law
 * they name stands in `regulation/`.
 */
export { RULES } from "./catalogue";
export { evaluate, tally, type Evaluation } from "./evaluate";
export { refusal } from "./refusal";
export type { Rule, Verdict } from "./rule";
export { readJson, readSet } from "./sources/read";
export { synthesizedSet } from "./sources/synthesized";
export { waiverLine, weigh, type Waiver, type Weighed } from "./waivers";
