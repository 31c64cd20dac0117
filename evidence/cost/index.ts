/** What keeping the log costs, estimated from the configs, one dated price table and stated assumptions. */
export { parseAssumptions } from "./assumptions";
export { bytes, plainTable, whole } from "./plain-table";
export { PRICES_READ } from "./prices";
export { readCost, type ReadCost } from "./read-cost";
export { costReport, type CostOptions, type CostReport } from "./report";
export { restoreCost, type RestoreCost } from "./restore-cost";
export {
  needsRestore,
  RESTORE_PRICES_READ,
  RESTORE_TIERS,
  type RestoreClass,
  type RestoreTier,
} from "./restore-prices";
export { STORAGE_CLASSES, type StorageClass } from "./storage-class";
export { costText } from "./text";
