import type { Upstream } from "../call";
import type { Ledger } from "../ledger/ledger";
import type { GateState } from "../state/gate-state";
import type { Door, Rules } from "./rules";

/** Who is told when production is entered without evidence, or evidence and registry come apart. Never throws. */
export interface DecisionAlerts {
  breakGlass(alert: {
    readonly act: "break-glass-asked" | "break-glass";
    readonly model: string;
    readonly version: string;
    readonly system?: string;
    readonly door?: Door;
    readonly by: string;
    readonly second?: string;
    readonly reason: string;
    readonly until: string;
    readonly record?: string;
  }): Promise<void>;
  refused(alert: {
    readonly model: string;
    readonly version: string;
    readonly system?: string;
    readonly door?: Door;
    readonly requirements: readonly string[];
  }): Promise<void>;
}

/** What decisions are made with. */
export interface DecisionParts {
  readonly state: GateState;
  readonly ledger: Ledger;
  readonly upstream: Upstream;
  readonly rules: Rules;
  /** @default nobody is told */
  readonly alerts?: DecisionAlerts;
  /** @default the system's */
  readonly clock?: () => Date;
  /** Told what went wrong beside a decision and changes nothing of it. @default silent */
  readonly log?: (message: string) => void;
}

export function nowOf({ clock = () => new Date() }: Pick<DecisionParts, "clock">): Date {
  return clock();
}
