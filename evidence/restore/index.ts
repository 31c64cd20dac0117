/** Bringing archived objects back for reading: what it costs, how long it takes, asking for it, and how far it is. */
export { askForRestores, type Asked, type RestoreFailure } from "./ask";
export { coldVersions, type ColdWindow } from "./cold-versions";
export { mustBeReadable } from "./must-be-readable";
export { restoreOptions, type RestoreOption } from "./options";
export { S3ColdStorage } from "./s3-cold-storage";
export { surveyCold, type ColdSurvey } from "./survey";
export { WAITS_READ } from "./waits";
export { waitUntilReadable } from "./wait";
