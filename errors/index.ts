/**
 * User faults, each a named factory, so that every message names where it is, what was given, what is needed and how to
 * mend it. One file a family; everything else that is thrown is a fault of ours (exit 3).
 */
export * from "./archive";
export * from "./atlassian";
export * from "./bundle";
export * from "./chain";
export * from "./completeness";
export * from "./configs";
export * from "./cost";
export * from "./deploys";
export * from "./documents";
export * from "./drift";
export * from "./gate-answers";
export * from "./gate-identity";
export * from "./gate-settings";
export * from "./gate-check";
export * from "./gate-state";
export * from "./holds";
export * from "./incidents";
export * from "./monitoring";
export * from "./plans";
export * from "./publish";
export * from "./queries";
export * from "./records";
export * from "./respond";
export * from "./restore";
export * from "./review";
export * from "./risk-register";
export * from "./rules";
export * from "./sandbox";
export * from "./seals";
export * from "./signing";
export * from "./terraform";
export * from "./trail";
export * from "./versions";
export { EXIT, UserError, type Problem } from "./user-error";
