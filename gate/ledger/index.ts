/** The vault as the gate uses it. */
export { lateLedger } from "./late-ledger";
export { openLedger, type LedgerParts } from "./open-ledger";
export { readDecisions } from "./read-decisions";
