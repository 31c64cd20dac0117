import { any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import type { Readable } from "../values";
import { configurationOf } from "./buckets";

/** A rule by which a bucket is copied, and what it copies into. */
export interface Copying {
  readonly configuration: Resource;
  readonly rule: Readable;
  /** The copy; `undefined` where it is none of these resources. */
  readonly replica: Resource | undefined;
}

/** Rules in force by which a bucket is copied; none where it is not. */
export function copyingOf(set: ResourceSet, bucket: Resource): readonly Copying[] {
  const configuration = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
  if (!configuration) return [];
  return blocks(configuration, "rule")
    .filter((rule) => text(rule, "status") === "Enabled")
    .map((rule) => ({
      configuration,
      rule,
      replica: set.find("aws_s3_bucket", any(rule, "destination.bucket"), configuration),
    }));
}
