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
  "stamp-missing":
    "something in MLflow that does not say who made it, as all that comes through the gate does",
  "stamp-forged": "something in MLflow with a stamp that the gate did not write",
  "database-restored": "MLflow's database looks like one of an earlier time: what came after is gone",
  "intent-open": "a decision of which it is not settled whether MLflow carried it out",
  "record-doubtful": "a record of the gate that cannot be relied on as it stands",
  "not-told": "what could not be looked at: nothing is known of it",
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
  /** Each thing that is part of it, where there are several, in words. */
  readonly things?: readonly string[];
  /** Key of the record it is held against. */
  readonly record?: string;
}

/** What a disagreement is known by from one look to the next: what is found may change while it stands. */
export function identityOf({
  code,
  model,
  version = "",
  door = "",
  record = "",
}: Pick<Disagreement, "code" | "model" | "version" | "door" | "record">): string {
  // Of records there may be several doubts; of a version the record it is held against may be another later.
  return JSON.stringify([code, model, version, door, ...(code === "record-doubtful" ? [record] : [])]);
}

/** One for each identity: what is found of the same thing under the same code is one finding. */
export function merged(disagreements: readonly Disagreement[]): readonly Disagreement[] {
  const known = new Map<string, Disagreement>();
  for (const one of disagreements) {
    const identity = identityOf(one);
    const before = known.get(identity);
    known.set(identity, before === undefined ? one : { ...before, found: `${before.found} ${one.found}` });
  }
  return [...known.values()];
}
