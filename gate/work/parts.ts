import type { Upstream } from "../call";
import type { GateState } from "../state/gate-state";
import type { Origins } from "./origins";

/** What handlers of work stand on. */
export interface WorkParts {
  readonly state: Pick<GateState, "beginWrite" | "contributed">;
  readonly upstream: Upstream;
  /** @default the time of day */
  readonly now?: () => Date;
}

export interface Work extends Required<WorkParts> {
  readonly origins: Origins;
}
