import type { LogLine } from "../log-line";

/**
 * Where log lines go. The logger calls `write` for one batch at a time, in order of the sequence.
 *
 * `write` resolves when the whole batch is taken. When it throws an `Art12DeliveryError` with `delivered: "no"`,
 * nothing of the batch was taken, for certain, and its sequence numbers are used again. Any other error means that it
 * may have arrived: the same lines are given to `write` again before anything new.
 */
export interface Art12Sink {
  /**
   * Most lines one `write` takes.
   * @default 500
   */
  readonly maxLines?: number;
  /**
   * Age in hours beyond which it takes no event.
   * @default any age is taken
   */
  readonly maxAgeHours?: number;
  /**
   * Hours ahead of its clock beyond which it takes no event.
   * @default any are taken
   */
  readonly maxAheadHours?: number;
  /**
   * The clock by which it judges that: milliseconds since 1970.
   * @default the logger's clock
   */
  readonly now?: () => number;
  write(lines: readonly LogLine[]): Promise<void>;
}
