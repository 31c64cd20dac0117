import type { Via } from "./call";
import type { AuditReport } from "./read-audit";
import type { TrailReport } from "./read-trail";

/**
 * What became of calls on evidence resources:
 * - `unmatched`: it changed something, and no deployment or office explains it;
 * - `attempt`: it failed, and no deployment or office explains it;
 * - `unclear`: whether it is about evidence at all cannot be told.
 */
export type CallFindingKind = "unmatched" | "attempt" | "unclear";

/** Calls of one principal that did the same to the same resource, taken together. */
export interface CallFinding {
  readonly kind: CallFindingKind;
  /** What they are about; of several resources with one name all of them. Empty where that cannot be told. */
  readonly addresses: readonly string[];
  readonly who: string;
  readonly via: Via;
  /** `s3:PutBucketPolicy`. */
  readonly call: string;
  readonly log: "cloudtrail" | "datadog-audit";
  /** Of an attempt: why it failed. */
  readonly error?: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** Ids of some of the events, to look them up by. */
  readonly eventIds: readonly string[];
  /** Of what cannot be told: why. */
  readonly reason?: string;
}

/** What matching the calls of a period with records of deployments came to. */
export interface Detection {
  readonly environment: string;
  readonly period: { readonly from: string; readonly to: string };
  /** Calls on evidence resources that changed something, or tried to; each event once. */
  readonly calls: {
    readonly onEvidence: number;
    readonly inDeployments: number;
    readonly ordinary: number;
    readonly unmatched: number;
    readonly attempts: number;
    readonly unclear: number;
    /** Events that stood in the log more than once. */
    readonly repeated: number;
  };
  readonly findings: readonly CallFinding[];
  /** Calls that fitted into no finding any more, because there are too many of them. */
  readonly leftOut: number;
  readonly deployments: {
    /** Records of deployments that ended in the period, or reach into it. */
    readonly inPeriod: number;
    /** Records that explain nothing, because something speaks against them. */
    readonly doubtful: readonly { readonly key: string; readonly reasons: readonly string[] }[];
  };
  readonly trail: TrailReport;
  /** What reading Datadog's audit trail came to; left out where it was not read. */
  readonly datadogAudit?: AuditReport;
  /** What was not looked at, in words. */
  readonly notCovered: readonly string[];
}

/** Whether somebody has to look: a call that nothing explains, or something in the trail that is not as it should be. */
export function hasFindings({ findings, leftOut, deployments, trail, datadogAudit }: Detection): boolean {
  const ofLogs = trail.findings.length + (datadogAudit?.malformed ?? 0);
  return findings.length + leftOut + deployments.doubtful.length + ofLogs > 0;
}
