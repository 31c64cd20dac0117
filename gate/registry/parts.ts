import type { Upstream } from "../call";
import type { Decisions, Rules } from "../decisions";
import type { GateState } from "../state/gate-state";

/** What handlers of the registry stand on. */
export interface RegistryParts {
  readonly decisions: Pick<Decisions, "promote" | "move">;
  readonly state: Pick<GateState, "beginWrite" | "contributed" | "contributors">;
  readonly upstream: Pick<Upstream, "send" | "artifact">;
  readonly rules: Rules;
  /** @default the time of day */
  readonly now?: () => Date;
}
