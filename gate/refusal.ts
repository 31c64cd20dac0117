/**
 * MLflow's own error codes with the status the stock client shows whole and does not retry. A 5xx or 429 would be retried
 * for minutes and its words lost, so that the gate answers none, not even when it is in trouble itself.
 */
const STATUS = {
  INVALID_PARAMETER_VALUE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_CONFLICT: 409,
} as const;

export type RefusalCode = keyof typeof STATUS;

/** The gate's no: thrown by whatever decides, answered as MLflow's error JSON. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
    this.name = "Refusal";
    this.status = STATUS[code];
  }

  /** The body the MLflow client reads. */
  toJSON(): { error_code: RefusalCode; message: string } {
    return { error_code: this.code, message: this.message };
  }
}
