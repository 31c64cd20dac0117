/**
 * Who called what, and what explains it: CloudTrail's log files and Datadog's audit trail, held against signed records of
 * deployments. Logs are taken at their word: what a log lacks did not, for all that, not happen.
 */
export { Attributor, type CallAttribution } from "./attribute";
export { DUE_AFTER_MS } from "./coverage";
export { detect, type DetectRequest } from "./detect";
export { hasFindings, type CallFinding, type Detection } from "./detection";
export { TRAIL_ROOT } from "./log-layout";
export { readCalls, type CallLogs } from "./read-calls";
export { recordDetection } from "./record-detection";
