import { statements, type Statement } from "../policy";
import { any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { bucketArn, guardedBuckets } from "./buckets";
import { ARTIFACTS_BUCKET } from "./layout";

const DATABASE = "aws_db_instance";
const SECRET = "aws_secretsmanager_secret";
const REPOSITORY = "aws_ecr_repository";

/** Databases: of MLflow and the gate. */
export const databases = (set: ResourceSet): readonly Resource[] => set.ofType(DATABASE);

/** Secrets whose values are made at deploy. */
export const secrets = (set: ResourceSet): readonly Resource[] => set.ofType(SECRET);

/** Repositories of images. */
export const repositories = (set: ResourceSet): readonly Resource[] => set.ofType(REPOSITORY);

/** Buckets in which MLflow keeps artifacts. */
export const artifactBuckets = (set: ResourceSet): readonly Resource[] =>
  guardedBuckets(set).filter((bucket) => ARTIFACTS_BUCKET.test(String(any(bucket, "bucket"))));

/**
 * The resource of a type that belongs to another one, such as the policy of a secret.
 *
 * @returns `undefined` where there is none
 * @throws CannotTell where there are several, or one whose owner is not known
 */
export function belonging(
  set: ResourceSet,
  owner: Resource,
  type: string,
  attribute: string,
): Resource | undefined {
  const { by, strays } = set.pointing(type, attribute, owner.type);
  const [found, second] = by.get(owner.address) ?? [];
  if (second) throw new CannotTell(`two resources of type ${type} belong to it: the last one applied wins`);
  const stray = strays.find(({ stack }) => stack === owner.stack);
  if (!found && stray) throw new CannotTell(`${stray.address} may belong to it: that is not known`);
  return found;
}

/** Statements of a secret's policy; none where it has no policy. */
export function secretPolicy(set: ResourceSet, secret: Resource): readonly Statement[] {
  const policy = belonging(set, secret, "aws_secretsmanager_secret_policy", "secret_arn");
  return policy ? statements(policy, "policy") : [];
}

/** ARN of a database or of a bucket of artifacts, as a backup selects it. @throws CannotTell where it is not known */
export function storeArn(set: ResourceSet, store: Resource): string | undefined {
  if (store.type !== DATABASE) return bucketArn(store);
  const [region, account] = [set.region(store), set.account(store)];
  const identifier = text(store, "identifier");
  if (region === undefined || account === undefined) throw new CannotTell("region or account is not known");
  return identifier && `arn:aws:rds:${region}:${account}:db:${identifier}`;
}

/** What backups are made of. */
export const backedUp = (set: ResourceSet): readonly Resource[] => [
  ...databases(set),
  ...artifactBuckets(set),
];

/** Parameters of PostgreSQL that a database runs with, by name. @throws CannotTell where the group is not in the set */
export function parametersOf(set: ResourceSet, database: Resource): Readonly<Record<string, string>> {
  const named = any(database, "parameter_group_name");
  const group = set.find("aws_db_parameter_group", named, database);
  if (!group) {
    if (named === undefined || set.whole) return {};
    throw new CannotTell("its parameter group is none of these resources");
  }
  return Object.fromEntries(
    blocks(group, "parameter").map((each) => [text(each, "name") ?? "", text(each, "value") ?? ""]),
  );
}
