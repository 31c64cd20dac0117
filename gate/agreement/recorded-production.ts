import {
  recordedProduction as production,
  type RecordedPlace as Place,
} from "../../evidence/decisions/recorded-production";
import type { RecordedDecision } from "../ledger/ledger";

/** A version in production, as the gate's decisions have it. */
export type RecordedPlace = Place<RecordedDecision>;

/** Which versions of a registered model are in production, if one believes the gate's records alone. */
export const recordedProduction = (decided: readonly RecordedDecision[]): readonly RecordedPlace[] =>
  production(decided);
