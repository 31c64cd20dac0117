/** What the gate tasks know together. */
export { openState, type StateOptions } from "./open-state";
