import type { Duty } from "../../evidence-resource";

/**
 * What stands between MLflow and everybody serves: nobody changes the registry past the gate (Art 17(1)), attacks are kept
 * off (Art 15), and what is in it stays confidential (Art 78).
 */
export const NETWORK_DUTIES: readonly Duty[] = ["Art15", "Art17(1)", "Art78"];
