import { names, stackName, type Environment } from "../../../configs";
import { at, listAt, refersTo, textAt, type Deployed, type DeployedResource } from "./deployed";

/** How a locked bucket keeps what lies in it. */
export interface DeployedBucket {
  readonly address: string;
  readonly bucket: string;
  readonly lock: { readonly mode: string; readonly days: number } | undefined;
  /** Moves to a colder storage class. */
  readonly moves: readonly {
    readonly to: string;
    readonly afterDays: string;
    readonly fromBytes: string | undefined;
  }[];
  /** Days after which objects below a prefix end. */
  readonly ends: readonly { readonly prefix: string; readonly afterDays: string }[];
  readonly encrypted: boolean;
}

/** The log's archive in Datadog, and where it lies. */
export interface DeployedArchive {
  readonly address: string;
  readonly name: string;
  readonly query: string;
  readonly path: string;
  readonly bucket: string;
  readonly storageClass: string;
  readonly includesTags: boolean;
}

/** The archive that writes into the environment's vault. */
export function archiveOf(deployed: Deployed, environment: Environment): DeployedArchive | undefined {
  const { vaultBucket } = names(environment);
  const found = deployed
    .in(stackName.datadogOrganisation(environment.datadog.org), "datadog_logs_archive")
    .find(({ values }) => textAt(values, "s3_archive", "bucket") === vaultBucket);
  if (!found) return undefined;
  const { address, values } = found;
  const text = (...path: readonly string[]) => textAt(values, ...path) ?? "";
  return {
    address,
    name: text("name"),
    query: text("query"),
    path: text("s3_archive", "path"),
    bucket: text("s3_archive", "bucket"),
    storageClass: text("s3_archive", "storage_class"),
    includesTags: text("include_tags") === "true",
  };
}

/** The vault and its second copy. */
export function bucketsOf(
  deployed: Deployed,
  environment: Environment,
): { readonly vault: DeployedBucket | undefined; readonly replica: DeployedBucket | undefined } {
  const stack = stackName.evidenceVault(environment.id);
  const named = (bucket: string) => {
    const found = deployed
      .in(stack, "aws_s3_bucket")
      .find(({ values }) => textAt(values, "bucket") === bucket);
    return found && bucketOf(found, deployed);
  };
  const { vaultBucket, replicaBucket } = names(environment);
  return { vault: named(vaultBucket), replica: named(replicaBucket) };
}

function bucketOf(bucket: DeployedResource, deployed: Deployed): DeployedBucket {
  const name = textAt(bucket.values, "bucket") ?? "";
  const beside = (type: string) =>
    deployed
      .in(bucket.stack, type)
      .find(({ values }) => values["bucket"] === name || refersTo(values["bucket"], bucket))?.values;
  const lock = at(beside("aws_s3_bucket_object_lock_configuration"), "rule", "default_retention");
  const days = Number(textAt(lock, "days") ?? Number(textAt(lock, "years")) * 365);
  const rules = listAt(beside("aws_s3_bucket_lifecycle_configuration"), "rule").filter(
    (rule) => textAt(rule, "status") === "Enabled",
  );
  return {
    address: bucket.address,
    bucket: name,
    lock: lock === undefined || Number.isNaN(days) ? undefined : { mode: textAt(lock, "mode") ?? "", days },
    moves: rules.flatMap((rule) => {
      const [to, afterDays] = [
        textAt(rule, "transition", "storage_class"),
        textAt(rule, "transition", "days"),
      ];
      const over = Number(textAt(rule, "filter", "object_size_greater_than"));
      if (to === undefined || afterDays === undefined) return [];
      return [{ to, afterDays, fromBytes: Number.isNaN(over) ? undefined : String(over + 1) }];
    }),
    ends: rules.flatMap((rule) => {
      const afterDays = textAt(rule, "expiration", "days");
      return afterDays === undefined ? [] : [{ prefix: textAt(rule, "filter", "prefix") ?? "", afterDays }];
    }),
    encrypted: beside("aws_s3_bucket_server_side_encryption_configuration") !== undefined,
  };
}
