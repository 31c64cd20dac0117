/** Whether the log is whole, as far as others than the log can tell: emitters, counters, clocks. */
export { CheckpointIndex } from "./checkpoint-index";
export { compareWithObjects, credibleTimes, type ClockTotals, type ObjectTimes } from "./clocks";
export { expectedEmittersSchema, type ExpectedEmitters } from "./expected-emitters";
export { COMPLETENESS_FINDINGS, type CompletenessFindingCode } from "./findings";
export {
  parseIndependentCount,
  readIndependentCount,
  type GivenCount,
  type IndependentCount,
} from "./independent-count";
export { readCheckpoints, type StoredCheckpoint } from "./read-checkpoints";
export { CompletenessWatch, type WitnessTotals } from "./watch";
