import { CREATED_BY } from "../evidence/documentation/promotion-evidence";
import type { Call } from "./call";
import { principalId } from "./principal";

/** The tag MLflow shows as a run's user. */
export const USER_TAG = "mlflow.user";
export { CREATED_BY };
export const CREATED_BY_NAME = "evidence.created_by_name";
/** A person, or a program. */
export const CREATED_BY_KIND = "evidence.created_by_kind";
/** When, by the gate's clock. */
export const CREATED_AT = "evidence.created_at";
/** The request by which it was made: no two things have the same. */
export const CREATING_CALL = "evidence.call";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * Tags by which the gate says who made something, and when by its own clock: MLflow stores what the client says of both.
 * Clients cannot write them, whatever the case or width of the letters.
 */
export function stampsOf({ id, principal }: Pick<Call, "id" | "principal">, at: Date): readonly Tag[] {
  return [
    { key: CREATED_BY, value: principalId(principal) },
    { key: CREATED_BY_NAME, value: principal.name },
    { key: CREATED_BY_KIND, value: principal.kind },
    { key: CREATED_AT, value: at.toISOString() },
    { key: CREATING_CALL, value: id },
  ];
}
