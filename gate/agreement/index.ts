/** Whether the gate's records and MLflow's registry say the same. */
export { compare, type Compared } from "./compare";
export { DISAGREEMENTS, type Disagreement } from "./disagreement";
