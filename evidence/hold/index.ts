/** Evidence holds (Art 73(6)): what an authority may want to see stays, whatever its retention says. */
export { HeldBucket, type HeldBucketLocation, type ListedVersion } from "./held-bucket";
export { hidingFindings, objectionToRelease, readHolds, type Hold, type HoldBook } from "./hold-book";
export { recordApproval, recordPlacing, recordRelease, type NewHold, type Writer } from "./hold-records";
export {
  checkVersions,
  holdVersions,
  type AreaCheck,
  type AreaOutcome,
  type HoldFinding,
  type HoldProgress,
} from "./hold-versions";
export { holdCost, planArea, type AreaPlan, type HoldCost } from "./plan";
export { takeOff, type ReleaseOutcome } from "./release";
export { areasOf, type Area } from "./scope";
