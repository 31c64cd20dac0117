/**
 * User faults, each a named factory, so that every message names where it is, what was given, what is needed and how to
 * mend it. One file a family; everything else that is thrown is a fault of ours (exit 3).
 */
export * from "./archive";
export * from "./bundle";
export * from "./configs";
export * from "./cost";
export * from "./queries";
export * from "./records";
export * from "./sandbox";
export * from "./terraform";
export { EXIT, UserError, type Problem } from "./user-error";
