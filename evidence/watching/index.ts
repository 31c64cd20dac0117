/** Checks that look again and again: what is new, changed or gone since the last one, recorded and told. */
export { keptFindings, outcomeOf } from "./kept";
export { lastRecorded } from "./last-recorded";
export { notedAgainst, type Known, type Notes } from "./noted";
export { plain } from "./plain";
export { countedFindings, tellFindings, tellingsOf, type Telling, type Told } from "./tell";
