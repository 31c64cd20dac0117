/** Terraform on synthesized stacks: plans side by side, and deploys of what was reviewed. */
export { applyPlans, type DeployedPlan, type Deployment } from "./apply/apply";
export { parallelPlans } from "./parallel";
export type { PlanProgress } from "./plan-stacks";
export { planIntoFolder, type BaseChosen, type Planning } from "./planning";
export type { PlansReport } from "./plans-file";
export type { PlannedChange } from "./said";
export { Terraform, type TerraformPlace } from "./terraform";
