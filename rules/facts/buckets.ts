import { any, flag, number, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { statements, type Statement } from "../policy";
import { CannotTell, type Value } from "../values";
import { ART12_ENTRIES } from "./layout";
import { saysItKeepsTheLog, taggedDuties } from "./duty-tags";

const BUCKET = "aws_s3_bucket";

/**
 * Buckets the log and its copies lie in, however they were written down: by their tag, by a lock, by an archive, a
 * replication or a trail that leads to them. A bucket somebody wrote without our constructs is found like any other.
 */
export function evidenceBuckets(set: ResourceSet): readonly Resource[] {
  return set.once("evidence buckets", () => {
    const led = [...archiveTargets(set), ...replicaBuckets(set), ...trailBuckets(set), ...lockedBuckets(set)];
    const found = new Set(led.map(({ address }) => address));
    return set.ofType(BUCKET).filter((bucket) => found.has(bucket.address) || saysItKeepsTheLog(bucket));
  });
}

/** Evidence buckets and those beside them: query results, Terraform's state. */
export function guardedBuckets(set: ResourceSet): readonly Resource[] {
  const evidence = new Set(evidenceBuckets(set));
  return set.ofType(BUCKET).filter((bucket) => evidence.has(bucket) || taggedDuties(bucket).length > 0);
}

/** Evidence buckets that are written first hand: neither copies nor the record of accesses. */
export function vaultBuckets(set: ResourceSet): readonly Resource[] {
  return set.once("vault buckets", () => {
    const archives = new Set(archiveTargets(set));
    const others = new Set(
      [...replicaBuckets(set), ...trailBuckets(set)].filter((bucket) => !archives.has(bucket)),
    );
    return evidenceBuckets(set).filter((bucket) => !others.has(bucket));
  });
}

/** Buckets that some replication copies to. */
export function replicaBuckets(set: ResourceSet): readonly Resource[] {
  return named(set, "aws_s3_bucket_replication_configuration", "rule.destination.bucket");
}

/** Buckets that trails write to. */
function trailBuckets(set: ResourceSet): readonly Resource[] {
  return named(set, "aws_cloudtrail", "s3_bucket_name");
}

/** Archives of Art 12 log entries, by what they ask for or where they write. */
export function art12Archives(set: ResourceSet): readonly Resource[] {
  return set.once("Art 12 archives", () =>
    set
      .ofType("datadog_logs_archive")
      .filter((archive) => asksForEntries(archive) || writesToEvidence(set, archive)),
  );
}

/** Physical name of a bucket. @throws CannotTell when it is not known */
export function bucketName(bucket: Resource): string {
  const name = text(bucket, "bucket");
  if (name === undefined) throw new CannotTell("the bucket's name is made up by AWS");
  return name;
}

export const bucketArn = (bucket: Resource): string => `arn:aws:s3:::${bucketName(bucket)}`;

/**
 * The resource of a type that configures a bucket, such as its `aws_s3_bucket_versioning`.
 *
 * @returns `undefined` when there is none
 * @throws CannotTell when there are several, or one beside it whose bucket is not known
 */
export function configurationOf(set: ResourceSet, bucket: Resource, type: string): Resource | undefined {
  const { by, strays } = set.pointing(type, "bucket", BUCKET);
  const [found, second] = by.get(bucket.address) ?? [];
  if (second) throw new CannotTell(`two resources of type ${type} configure it: the last one applied wins`);
  if (found) return found;
  const stray = strays.find(({ stack }) => stack === bucket.stack);
  if (stray) throw new CannotTell(`${stray.address} may configure it: its bucket is not known`);
  return undefined;
}

/** Statements of a bucket's policy; none where it has no policy. */
export function bucketPolicy(set: ResourceSet, bucket: Resource): readonly Statement[] {
  const policy = configurationOf(set, bucket, "aws_s3_bucket_policy");
  return policy ? statements(policy, "policy") : [];
}

/** Days the default lock of a bucket holds; 0 where there is none. */
export function daysLocked(set: ResourceSet, bucket: Resource): number {
  const lock = configurationOf(set, bucket, "aws_s3_bucket_object_lock_configuration");
  if (!lock) return 0;
  const years = number(lock, "rule.default_retention.years");
  return number(lock, "rule.default_retention.days") ?? (years === undefined ? 0 : years * 365);
}

function archiveTargets(set: ResourceSet): readonly Resource[] {
  return set.once("archive targets", () =>
    set
      .ofType("datadog_logs_archive")
      .filter(asksForEntries)
      .flatMap((archive) => found(set, any(archive, "s3_archive.bucket"))),
  );
}

function lockedBuckets(set: ResourceSet): readonly Resource[] {
  const locked = set.pointing("aws_s3_bucket_object_lock_configuration", "bucket", BUCKET).by;
  return set.ofType(BUCKET).filter((bucket) => locked.has(bucket.address) || saysLocked(bucket));
}

function saysLocked(bucket: Resource): boolean {
  return (
    any(bucket, "object_lock_enabled") !== undefined &&
    quietly(() => flag(bucket, "object_lock_enabled", false)) === true
  );
}

/** A query that is not known may ask for them. */
function asksForEntries(archive: Resource): boolean {
  const query = any(archive, "query");
  return typeof query !== "string" || query.includes(ART12_ENTRIES.split(":")[0] ?? "");
}

function writesToEvidence(set: ResourceSet, archive: Resource): boolean {
  const evidence = evidenceBuckets(set);
  return found(set, any(archive, "s3_archive.bucket")).some((bucket) => evidence.includes(bucket));
}

function named(set: ResourceSet, type: string, path: string): readonly Resource[] {
  return set.once(`buckets named by ${type}`, () =>
    set.ofType(type).flatMap((resource) => found(set, any(resource, path), resource)),
  );
}

/** What cannot be told here is told by the rule about the resource that names the bucket. */
function found(set: ResourceSet, value: Value | undefined, beside?: Resource): readonly Resource[] {
  const bucket = quietly(() => set.find(BUCKET, value, beside));
  return bucket ? [bucket] : [];
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}
