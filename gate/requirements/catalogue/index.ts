import type { Requirement } from "../requirement";
import { approved } from "./approved";
import { approvedByAnother } from "./approved-by-another";
import { artifactsListed } from "./artifacts-listed";
import { datasetsKept } from "./datasets-kept";
import { datasetsLogged } from "./datasets-logged";
import { experimentNamed } from "./experiment-named";
import { madeThroughGate } from "./made-through-gate";
import { metricsLogged } from "./metrics-logged";
import { metricsOfTestSet } from "./metrics-of-test-set";
import { modelReady } from "./model-ready";
import { modificationAssessed } from "./modification-assessed";
import { oversightAssessed } from "./oversight-assessed";
import { riskAssessed } from "./risk-assessed";
import { runFinished } from "./run-finished";
import { runTagged } from "./run-tagged";
import { sourceBelongs } from "./source-belongs";
import { systemDeclared } from "./system-declared";
import { testSetApart } from "./test-set-apart";
import { thresholdsDeclared } from "./thresholds-declared";
import { thresholdsOlder } from "./thresholds-older";
import { thresholdsReached } from "./thresholds-reached";
import { versionReady } from "./version-ready";

/** Everything production requires, in the order in which an engineer would supply it. */
export const REQUIREMENTS: readonly Requirement[] = [
  systemDeclared,
  versionReady,
  sourceBelongs,
  madeThroughGate,
  runFinished,
  modelReady,
  artifactsListed,
  experimentNamed,
  runTagged,
  datasetsLogged,
  datasetsKept,
  testSetApart,
  metricsLogged,
  metricsOfTestSet,
  thresholdsReached,
  thresholdsOlder,
  thresholdsDeclared,
  riskAssessed,
  oversightAssessed,
  approved,
  approvedByAnother,
  modificationAssessed,
];
