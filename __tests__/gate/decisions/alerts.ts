import type { DecisionAlerts } from "../../../gate/decisions";

export type BreakGlassAlert = Parameters<DecisionAlerts["breakGlass"]>[0];
