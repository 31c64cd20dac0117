import { declared, loadConfigs, names, type Configs, type Environment } from "../configs";
import { holdDiffers, holdNotFound, holdOptionsMissing } from "../errors";
import { parsePeriod, parseStart } from "../evidence/export";
import { HeldBucket, type Hold, type HoldBook, type NewHold, type Writer } from "../evidence/hold";
import {
  mustBeEntitled,
  readKeyRing,
  S3RecordStore,
  type KeyRing,
  type RecordStore,
  type Role,
} from "../evidence/records";
import type { HoldOptions, PlaceOptions } from "./hold";
import { signerOf } from "./signer-of";

/** What a command about holds works on. */
export interface HoldVault {
  readonly configs: Configs;
  readonly environment: Environment;
  readonly bucket: HeldBucket;
  readonly store: RecordStore;
  readonly ring?: KeyRing;
}

/** The environment's vault, or its replica; also the place where unknown names are refused. */
export async function openVault(options: HoldOptions & { readonly replica?: boolean }): Promise<HoldVault> {
  const configs = loadConfigs(options.configs);
  const environment = declared("--environment", configs.environments, options.environment);
  const { vaultBucket, replicaBucket } = names(environment);
  const location = {
    bucket: options.replica ? replicaBucket : vaultBucket,
    region: options.replica ? environment.replica.region : environment.aws.region,
    forcePathStyle: environment.aws.emulated,
  };
  const ring = options.keys === undefined ? undefined : await readKeyRing(options.keys);
  const bucket = new HeldBucket(location);
  return {
    configs,
    environment,
    bucket,
    store: new S3RecordStore(location),
    ...(ring && { ring }),
  };
}

/** The hold of that id. Throws UserError where none was placed. */
export function holdOf({ holds }: HoldBook, id: string): Hold {
  const found = holds.find((hold) => hold.id === id);
  if (found !== undefined) return found;
  throw holdNotFound(
    id,
    holds.map((hold) => hold.id),
  );
}

/** The hold that the options describe. Throws UserError naming every option that is missing. */
export function newHold(options: PlaceOptions, { configs, environment }: HoldVault): NewHold {
  const { id, system, from, to, reason, reference, actor, signingKey, dryRun } = options;
  const missing = Object.entries({
    "--system": system,
    "--from": from,
    "--reason": reason,
    ...(!dryRun && { "--actor": actor, "--signing-key": signingKey }),
  })
    .filter(([, given]) => given === undefined)
    .map(([option]) => option);
  if (system === undefined || from === undefined || reason === undefined || missing.length > 0)
    throw holdOptionsMissing(id, missing);
  declared("--system", configs.systems, system);
  const period = to === undefined ? { from: parseStart(from) } : parsePeriod(from, to);
  return {
    id,
    system,
    environment: environment.id,
    period,
    reason,
    ...(reference !== undefined && { reference }),
  };
}

/** Refuses options that say something else than the hold that is there. */
export function mustAgree(hold: Hold, { system, from, to, reason, reference }: PlaceOptions): void {
  const period = hold.period;
  const compared = [
    { field: "--system", given: system, needed: hold.system },
    { field: "--from", given: from === undefined ? undefined : parseStart(from), needed: period.from },
    {
      field: "--to",
      given: to === undefined ? undefined : parsePeriod(from ?? period.from, to).to,
      needed: period.to ?? "no end",
    },
    { field: "--reason", given: reason, needed: hold.reason },
    { field: "--reference", given: reference, needed: hold.reference ?? "none" },
  ];
  const differing = compared.filter(({ given, needed }) => given !== undefined && given !== needed);
  if (differing.length === 0) return;
  const fix = "leave the option out to go on with the hold, or place another one under another --id";
  throw holdDiffers(
    hold.id,
    hold.placed.key,
    differing.map(({ field, given, needed }) => ({
      field,
      needed,
      fix,
      ...(given !== undefined && { given }),
    })),
  );
}

/** Who signs; with a key ring at hand only a key that its readers will heed. */
export async function writerOf(
  role: Role,
  actor: string,
  signingKey: string,
  { environment, ring }: Pick<HoldVault, "environment" | "ring">,
): Promise<Writer> {
  const signer = await signerOf(signingKey, environment.aws.region);
  if (ring !== undefined) mustBeEntitled(ring, signer, role);
  return { role, actor, signer };
}
