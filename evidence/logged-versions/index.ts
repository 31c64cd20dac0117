/** Whether the model versions that the log names are those that were let into production (chain C1). */
export { checkLoggedVersions, type CheckedVersions, type CheckingVersions } from "./check";
export { LOGGED_VERSION_FINDINGS, type LoggedVersionFinding } from "./findings";
export { periodSince } from "./period";
export {
  notedVersions,
  readEarlierVersionCheck,
  VERSION_CHECK_STREAM,
  versionCheckDraft,
  type NotedVersion,
  type VersionNotes,
} from "./recorded";
export type { RegisteredVersions } from "./registered";
export { tellVersions } from "./tell";
