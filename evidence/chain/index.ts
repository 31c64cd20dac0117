/** From one log line to the approver: every link looked at, and what each showed. */
export { archiveLog, type ArchiveLogParts } from "./archive-log";
export { bundleLog } from "./bundle-log";
export { followChain } from "./follow";
export { chainHtml } from "./html";
export { linesLog } from "./lines-log";
export type { ChainAnswer, ChainQuestion } from "./model";
export { noLocks, s3Locks } from "./s3-locks";
export type { ChainSources, LockSource, LogSource, RegistryFacts, RegistrySource } from "./sources";
export { chainText } from "./text";
