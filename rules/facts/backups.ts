import { like } from "../policy";
import { all, any, number, written } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, isLeftToProvider } from "../values";
import { belonging, storeArn } from "./stores";

const VAULT = "aws_backup_vault";
const PLAN = "aws_backup_plan";

/** Vaults that backups are put into. */
export const backupVaults = (set: ResourceSet): readonly Resource[] => set.ofType(VAULT);

/** What a vault's lock asks of each backup, in days. */
export interface VaultLock {
  readonly least: number;
  /** `Infinity` where there is no longest. */
  readonly longest: number;
}

/** The lock of a vault; `undefined` where it has none. */
export function lockOf(set: ResourceSet, vault: Resource): VaultLock | undefined {
  const lock = belonging(set, vault, "aws_backup_vault_lock_configuration", "backup_vault_name");
  if (!lock) return undefined;
  return {
    least: number(lock, "min_retention_days") ?? 0,
    longest: number(lock, "max_retention_days") ?? Infinity,
  };
}

/** Patterns are for names that selections leave out, too: `arn:aws:rds:*:*:db:*`. */
const anyLike = (patterns: readonly string[], arn: string): boolean =>
  patterns.some((pattern) => like(pattern, arn));

/**
 * Selections of a plan that name a store.
 *
 * @throws CannotTell where one takes it by its tags only, which another may change without a plan
 */
export function selectionsOf(set: ResourceSet, store: Resource): readonly Resource[] {
  const arn = storeArn(set, store);
  if (arn === undefined) return [];
  return set
    .ofType("aws_backup_selection")
    .filter(
      (selection) =>
        anyLike(namesIn(selection, "resources"), arn) && !anyLike(namesIn(selection, "not_resources"), arn),
    )
    .map(unconditional);
}

function unconditional(selection: Resource): Resource {
  const asked = ["condition", "selection_tag"].filter((attribute) => {
    const conditions = written(selection, attribute);
    return conditions.some(({ values }) => Object.values(values).some((each) => [each].flat().length > 0));
  });
  if (asked.length > 0)
    throw new CannotTell(`${selection.address} takes it on conditions alone: ${asked.join(", ")}`);
  return selection;
}

/** The plan that a selection belongs to. */
export const planOf = (set: ResourceSet, selection: Resource): Resource | undefined =>
  set.find(PLAN, any(selection, "plan_id"), selection);

function namesIn(selection: Resource, attribute: string): readonly string[] {
  return all(selection, attribute).flatMap((value) => {
    if (typeof value === "string") return [value];
    if (isLeftToProvider(value)) return [];
    throw new CannotTell(`${selection.address} ${attribute} is not known`);
  });
}
