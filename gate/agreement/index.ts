/** Whether the gate's records and MLflow's registry say the same. */
export { compare, type Compared } from "./compare";
export { DISAGREEMENTS, type Disagreement } from "./disagreement";
export { readEarlierCheck, REGISTRY_CHECK_STREAM } from "./earlier-check";
export { eventsOf, type EventContext } from "./event";
export { keepLooking, type KeepLooking } from "./keep-looking";
export { look, type Looking } from "./look";
export { noted, type Noted, type Notes } from "./noted";
export { checkDraft, outcomeOf } from "./recorded-check";
export type { SeenModel } from "./restored";
export { tell } from "./tell";
