import type { Art12EventType } from "./purposes";

/** What an emitter says of its own recording, in its start, heartbeats and stop. */
export interface EmitterReport {
  /** Seconds from one of its heartbeats to the next. */
  readonly heartbeatSeconds?: number;
  /** Events that it gave a number and could not write, since its start. */
  readonly dropped?: number;
}

const NOTHING: EmitterReport = {};

/**
 * Finds an emitter's report in the canonical entry of its event, without parsing it: no value of an entry holds a
 * quotation mark, so a key stands there as it is written, or is not there.
 */
export function emitterReportIn(type: Art12EventType, entry: string): EmitterReport {
  if (!type.startsWith("emitter_")) return NOTHING;
  const heartbeatSeconds = /"heartbeat_seconds":([0-9]+)/.exec(entry)?.[1];
  const dropped = /"dropped":([0-9]+)/.exec(entry)?.[1];
  return {
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds: Number(heartbeatSeconds) }),
    ...(dropped !== undefined && { dropped: Number(dropped) }),
  };
}
