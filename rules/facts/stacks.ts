import { any, text } from "../reading";
import type { Resource, Stack } from "../resource";
import type { ResourceSet } from "../resource-set";
import { notApplicable, type Finding } from "../rule";
import { CannotTell, isBlock, type Readable } from "../values";
import { tagOf } from "./monitors";

/** S3 backends of the stacks, to be read as resources are. */
export const s3Backends = (set: ResourceSet): readonly Readable[] =>
  set.stacks.flatMap(({ address, backend }) =>
    backend?.type === "s3" ? [{ address, values: backend.values }] : [],
  );

/** Buckets of the set that keep Terraform's state. */
export function stateBuckets(set: ResourceSet): readonly Resource[] {
  return set.once("state buckets", () => {
    const names = new Set(s3Backends(set).map((backend) => any(backend, "bucket")));
    return set.ofType("aws_s3_bucket").filter((bucket) => names.has(any(bucket, "bucket")));
  });
}

/** Configurations of the AWS provider, addressed as `<stack>/provider.aws.replica`. */
export const awsProviders = (set: ResourceSet): readonly Readable[] =>
  set.stacks.flatMap(({ name, providers }) =>
    Object.entries(providers).flatMap(([provider, values]) =>
      provider.split(".")[0] === "aws" ? [{ address: `${name}/provider.${provider}`, values }] : [],
    ),
  );

/**
 * Whether a stack belongs to an emulated account: its AWS provider speaks to an emulator, or all it names of accounts
 * and environments does.
 *
 * @returns `undefined` when the stack names neither
 */
export function isEmulated(set: ResourceSet, stack: Stack): boolean | undefined {
  const own = Object.entries(stack.providers).filter(([provider]) => provider.split(".")[0] === "aws");
  if (own.length > 0) return own.every(([, values]) => speaksToEmulator(values));
  const known = emulatedByName(set);
  const told = set
    .inStack(stack.name)
    .flatMap((resource) => placesOf(resource).flatMap((place) => known.get(place) ?? []));
  return told.length === 0 ? undefined : told.every(Boolean);
}

/** Path-style addresses and no metadata service: AWS itself needs neither. */
function speaksToEmulator(values: Stack["providers"][string]): boolean {
  return ["s3_use_path_style", "skip_metadata_api_check"].every((key) => String(values[key]) === "true");
}

/** Account ids and environments, and whether they are emulated. */
function emulatedByName(set: ResourceSet): ReadonlyMap<string, boolean> {
  return set.once("emulated accounts", () => {
    const known = new Map<string, boolean>();
    for (const { values } of awsProviders(set)) {
      const emulated = speaksToEmulator(values);
      const at: Readable = { address: "", values };
      const tags = any(at, "default_tags.tags");
      for (const place of [
        any(at, "allowed_account_ids"),
        isBlock(tags) ? tags["ai-act:environment"] : undefined,
      ])
        if (typeof place === "string") known.set(place, emulated && (known.get(place) ?? true));
    }
    return known;
  });
}

function placesOf(resource: Resource): readonly string[] {
  try {
    return [text(resource, "s3_archive.account_id"), tagOf(resource, "env")].filter(
      (place) => place !== undefined,
    );
  } catch (error) {
    if (error instanceof CannotTell) return [];
    throw error;
  }
}

/**
 * What to say of a declaration that was not read: a state has none, so nothing can be asked of it; of a plan it matters.
 *
 * @throws CannotTell where it matters
 */
export function undeclared(set: ResourceSet, stack: string): Finding {
  if (set.stack(stack)?.from === "state") return notApplicable("a state holds no declarations");
  throw new CannotTell("a plan does not say: give the synthesized JSON");
}
