/**
 * What a change does to evidence: a review is what the rules say of what there would be, less what they say of what
 * there is. Drift is the same between what is and what is declared.
 */
export { EFFECTS, type Effect, type Finding } from "./finding";
export { readPlanFiles, type PlanFile } from "./plan-file";
export { reviewPlans, type ReviewInput } from "./plans";
export { recordReview } from "./record";
export { openFindings, type Review } from "./review";
export { renderJson } from "./render/json";
export { ConfigPlaces } from "./render/locations";
export { renderMarkdown } from "./render/markdown";
export { renderSarif } from "./render/sarif";
