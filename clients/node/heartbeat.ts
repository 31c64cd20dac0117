import { Art12ConfigError } from "./errors";

/** When heartbeats are recorded. */
export interface HeartbeatOptions {
  /** Seconds from one to the next, 1 to 86400. Heartbeats carry it, so that a reader can tell a silence. */
  readonly everySeconds: number;
  /**
   * Takes why one could not be recorded.
   * @default process.emitWarning
   */
  readonly onFault?: (fault: unknown) => void;
}

/** @throws Art12ConfigError for seconds that cannot be kept */
export function heartbeatSettings(options: HeartbeatOptions): Required<HeartbeatOptions> {
  const { everySeconds, onFault = (fault) => process.emitWarning(fault as Error) } = options;
  if (Number.isInteger(everySeconds) && everySeconds >= 1 && everySeconds <= 86_400)
    return { everySeconds, onFault };
  throw new Art12ConfigError({
    code: "bad-option",
    field: "heartbeat.everySeconds",
    needed: "must be a whole number from 1 to 86400",
    fix: "correct the option",
  });
}
