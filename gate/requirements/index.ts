export { explain } from "./explain";
export { loadRequirements, type Requirements } from "./load";
