/** What keeping the log costs, estimated from the configs, one dated price table and stated assumptions. */
export { parseAssumptions } from "./assumptions";
export { costReport, type CostOptions, type CostReport } from "./report";
export { STORAGE_CLASSES, type StorageClass } from "./storage-class";
export { costText } from "./text";
