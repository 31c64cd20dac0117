import { names, type Environment } from "../../configs";
import type { Attempt } from "./decide";

/** What somebody may try, and who may; all others are refused by `otherwise`: a statement's Sid, or `not granted`. */
export interface Row {
  readonly what: string;
  /** IAM's names of the rights it needs; the first that is refused decides. */
  readonly rights: readonly string[];
  readonly on: string;
  /** Names of the resource's policies, which decide together with a role's. */
  readonly policies: readonly string[];
  readonly request?: Attempt["request"];
  readonly plainHttp?: boolean;
  readonly allowed: readonly string[];
  readonly otherwise: string;
}

export interface GuardedBucket {
  readonly policy: string;
  readonly arn: string;
  /** An object in it. */
  readonly object: string;
  /** Who may configure it, and who may set and lift holds. */
  readonly configure: readonly string[];
  readonly hold: readonly string[];
}

/** Calls that change how a bucket keeps what is in it. */
const CONFIGURED = [
  ["changes its policy", "s3:PutBucketPolicy"],
  ["deletes its policy", "s3:DeleteBucketPolicy"],
  ["changes its lock", "s3:PutBucketObjectLockConfiguration"],
  ["suspends its versioning", "s3:PutBucketVersioning"],
  ["lets its objects expire", "s3:PutLifecycleConfiguration"],
  ["stops its replication", "s3:PutReplicationConfiguration"],
  ["changes its encryption", "s3:PutEncryptionConfiguration"],
  ["opens it to the public", "s3:PutBucketPublicAccessBlock"],
  ["deletes it", "s3:DeleteBucket"],
] as const;

/** What is tried on every bucket that keeps evidence. */
export function bucketRows({ policy, arn, object, configure, hold }: GuardedBucket): readonly Row[] {
  const row = (
    what: string,
    rights: readonly string[],
    allowed: readonly string[],
    otherwise: string,
    more: Partial<Row> = {},
  ): Row => ({
    what,
    rights,
    on: `${arn}/${object}`,
    policies: [policy],
    allowed,
    otherwise,
    ...more,
  });
  const bypass = "s3:BypassGovernanceRetention";
  return [
    row("hides an object behind a delete marker", ["s3:DeleteObject"], [], "DenyDeletes"),
    row("deletes a version for good", ["s3:DeleteObjectVersion"], [], "DenyDeletes"),
    row("deletes a locked version", [bypass, "s3:DeleteObjectVersion"], [], "DenyLockBypass"),
    row("shortens a lock", [bypass, "s3:PutObjectRetention"], [], "DenyLockBypass"),
    row("sets a retention of its own", ["s3:PutObjectRetention"], configure, "DenyRetentionByOthers"),
    row("takes a hold off", ["s3:PutObjectLegalHold"], hold, "DenyHoldByOthers"),
    row("reads over plain HTTP", ["s3:GetObject"], [], "DenyPlainHttp", { plainHttp: true }),
    row("reads over old TLS", ["s3:GetObject"], [], "DenyOldTls", { request: { TlsVersion: "1.1" } }),
    ...CONFIGURED.map(([what, right]) =>
      row(what, [right], configure, "DenyConfigurationByOthers", { on: arn }),
    ),
  ];
}

/** What is tried on a key: without it a locked object is unreadable, and a signature cannot be checked. */
export function keyRows(
  policy: string,
  arn: string,
  configure: readonly string[],
  breakGlass: string,
): readonly Row[] {
  const row = (what: string, right: string, allowed: readonly string[], otherwise: string): Row => ({
    what: `${policy}: ${what}`,
    rights: [right],
    on: arn,
    policies: [policy],
    allowed,
    otherwise,
  });
  return [
    row("schedules its deletion", "kms:ScheduleKeyDeletion", [breakGlass], "DenyLossOfKey"),
    row("disables it", "kms:DisableKey", [breakGlass], "DenyLossOfKey"),
    row("changes its policy", "kms:PutKeyPolicy", configure, "DenyConfigurationByOthers"),
    row("stops its rotation", "kms:DisableKeyRotation", configure, "DenyConfigurationByOthers"),
  ];
}

/** What is tried in the account, where an organisation's guardrails stand over all policies. */
export function guardedRows(environment: Environment, configure: readonly string[]): readonly Row[] {
  const { vaultBucketArn, trailArn } = names(environment);
  const key = `arn:aws:kms:${environment.aws.region}:${environment.aws.accountId}:key/1`;
  const row = (
    what: string,
    right: string,
    on: string,
    allowed: readonly string[],
    otherwise: string,
  ): Row => ({ what, rights: [right], on, policies: [], allowed, otherwise });
  const bucket = "VaultIsConfiguredByNamedRoles";
  return [
    row("bypasses a lock", "s3:BypassGovernanceRetention", `${vaultBucketArn}/x`, [], "NoLockBypass"),
    row("changes a bucket's policy", "s3:PutBucketPolicy", vaultBucketArn, configure, bucket),
    row("changes a bucket's lock", "s3:PutBucketObjectLockConfiguration", vaultBucketArn, configure, bucket),
    row("disables a key", "kms:DisableKey", key, ["break-glass"], "KeysStay"),
    row("schedules a key's deletion", "kms:ScheduleKeyDeletion", key, ["break-glass"], "KeysStay"),
    row("stops the trail", "cloudtrail:StopLogging", trailArn, configure, "AccessStaysOnRecord"),
    row("deletes the trail", "cloudtrail:DeleteTrail", trailArn, configure, "AccessStaysOnRecord"),
    row("leaves the organisation", "organizations:LeaveOrganization", "*", [], "AccountStays"),
    row("closes the account", "account:CloseAccount", "*", [], "AccountStays"),
  ];
}
