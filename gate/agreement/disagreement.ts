/** Where records and registry do not agree. A code is a promise to whoever reads the JSON. */
export const DISAGREEMENTS = {
  "not-recorded": "in production, and no record let it in",
  "not-in-production": "in production by the records, and not in MLflow",
  "alias-moved": "an alias stands for another version than the records say",
  "version-gone": "in production by the records, and there is no such version any more",
  "version-recreated": "the number stands for another version than the one that was let in",
  "run-gone": "the run of a version in production was deleted",
  "evidence-changed": "the evidence of a version in production is not what was decided on",
  "artifacts-changed": "the artifacts of a version in production are not what was decided on",
  "intent-open": "a decision of which it is not settled whether MLflow carried it out",
  "record-doubtful": "a record of the gate that cannot be relied on as it stands",
} as const;

export type DisagreementCode = keyof typeof DISAGREEMENTS;

export interface Disagreement {
  readonly code: DisagreementCode;
  /** Registered model, or the stream of records. */
  readonly model: string;
  readonly version?: string;
  /** `stage Production` or `alias champion`. */
  readonly door?: string;
  /** What was found, in one sentence. */
  readonly found: string;
  /** Key of the record it is held against. */
  readonly record?: string;
}
