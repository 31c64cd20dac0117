/**
 * What can go wrong, each kind a class of its own. Messages name the field, what is needed and how to mend it; they
 * never repeat a value, because a value put in the wrong place may be personal data.
 */
export abstract class Art12Error extends Error {
  /** Stable machine name, kebab case. */
  readonly code: string;
  /** Field of the event or option at fault, for example `oversight.reviewer`. */
  readonly field: string | undefined;
  /** What is needed, or what happened. */
  readonly needed: string;
  /** What to do about it. */
  readonly fix: string;

  constructor(fault: {
    code: string;
    field?: string | undefined;
    needed: string;
    fix: string;
    cause?: unknown;
  }) {
    const place = fault.field === undefined ? "" : `${fault.field}: `;
    super(
      `[${fault.code}] ${place}${fault.needed}. Fix: ${fault.fix}`,
      fault.cause === undefined ? undefined : { cause: fault.cause },
    );
    this.name = new.target.name;
    this.code = fault.code;
    this.field = fault.field;
    this.needed = fault.needed;
    this.fix = fault.fix;
  }
}

/** An option of the logger or of a sink is wrong: thrown when it is made, before anything is recorded. */
export class Art12ConfigError extends Art12Error {}

/** The event does not satisfy the schema. Nothing was recorded and no sequence number was used. */
export class Art12ValidationError extends Art12Error {}

/** A code is not in the declared vocabulary. Nothing was recorded and no sequence number was used. */
export class Art12VocabularyError extends Art12Error {}

/** The input cannot be turned into a reference. Nothing was recorded and no sequence number was used. */
export class Art12InputError extends Art12Error {}

/** The logger was closed before the call. */
export class Art12ClosedError extends Art12Error {}

/** A checkpoint was not written. Told to `checkpoints.onFault`, never thrown; events are not affected. */
export class Art12CheckpointError extends Art12Error {}

/** Something went wrong beside the calls in keeping or delivering events. Told to `spool.onFault`, never thrown. */
export class Art12SpoolError extends Art12Error {}

/** The sink did not confirm the event. */
export class Art12DeliveryError extends Art12Error {
  /**
   * `no`: the sink did not take it; its sequence number goes to the next event.
   * `unknown`: it may have arrived; it keeps its number and is sent again, byte for byte, before the next event.
   */
  readonly delivered: "no" | "unknown";
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Start of the vendor's answer, where there was one. */
  readonly vendorText: string | undefined;

  constructor(fault: {
    code: string;
    needed: string;
    fix: string;
    delivered: "no" | "unknown";
    status?: number | undefined;
    vendorText?: string | undefined;
    cause?: unknown;
  }) {
    super(fault);
    this.delivered = fault.delivered;
    this.status = fault.status;
    this.vendorText = fault.vendorText;
  }
}
