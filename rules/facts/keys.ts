import { any, all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { statements } from "../policy";
import { CannotTell } from "../values";
import { configurationOf, guardedBuckets } from "./buckets";
import { rolePolicies } from "./roles";

const KEY = "aws_kms_key";

/**
 * The key that encrypts a bucket by default.
 *
 * @returns `undefined` where none of the set does
 */
export function keyOf(set: ResourceSet, bucket: Resource): Resource | undefined {
  const encryption = configurationOf(set, bucket, "aws_s3_bucket_server_side_encryption_configuration");
  if (!encryption) return undefined;
  return findKey(set, encryption, "rule.apply_server_side_encryption_by_default.kms_master_key_id");
}

/** The key an attribute names, by itself or by its alias. */
export function findKey(set: ResourceSet, resource: Resource, path: string): Resource | undefined {
  const value = any(resource, path);
  const key = set.find(KEY, value, resource);
  if (key || typeof value !== "string") return key;
  const alias = set.find("aws_kms_alias", value, resource);
  return alias && set.find(KEY, any(alias, "target_key_id"), alias);
}

/** Keys without which what is kept cannot be read. */
export function encryptionKeys(set: ResourceSet): readonly Resource[] {
  return set.once("encryption keys", () => {
    const used = guardedBuckets(set).flatMap((bucket) => {
      try {
        return keyOf(set, bucket) ?? [];
      } catch (error) {
        if (error instanceof CannotTell) return [];
        throw error;
      }
    });
    return [...new Set(used)];
  });
}

/** A right to sign, and the alias of the key it is given for. */
export interface SigningRight {
  /** Address of the policy that gives it. */
  readonly address: string;
  readonly policy: Resource;
  readonly aliases: readonly string[];
}

/** Every policy that lets somebody sign records. */
export function signingRights(set: ResourceSet): readonly SigningRight[] {
  return set.once("signing rights", () => readSigningRights(set));
}

function readSigningRights(set: ResourceSet): readonly SigningRight[] {
  return rolePolicies(set).flatMap((policy) => {
    let rights;
    try {
      rights = statements(policy, "policy");
    } catch (error) {
      // The rules about rights say that this policy cannot be read.
      if (error instanceof CannotTell) return [];
      throw error;
    }
    const signs = rights.filter(({ effect, actions }) => effect === "Allow" && actions.includes("kms:Sign"));
    if (signs.length === 0) return [];
    const aliases = signs.flatMap(({ conditions }) =>
      conditions.filter(({ key }) => key === "kms:ResourceAliases").flatMap(({ values }) => values),
    );
    return [{ address: policy.address, policy, aliases }];
  });
}

/** All keys of the set. */
export const allKeys = (set: ResourceSet): readonly Resource[] => set.ofType(KEY);

/** Whether a key has an alias, so that policies can name it. */
export function keyOfAlias(set: ResourceSet, name: string, beside: Resource): Resource | undefined {
  const alias = set.find("aws_kms_alias", name, beside);
  return alias && set.find(KEY, all(alias, "target_key_id")[0], alias);
}
