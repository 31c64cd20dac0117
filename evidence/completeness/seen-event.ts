import type { ChainRow } from "../export/emitter-chain";

/** An event as far as completeness needs it; they come ordered by emitter, then number. */
export type SeenEvent = Pick<
  ChainRow,
  "emitter" | "sequence" | "sha256" | "time" | "type" | "inPeriod" | "heartbeatSeconds" | "dropped"
>;
