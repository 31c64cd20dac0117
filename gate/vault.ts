import { hostname } from "node:os";
import type { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Environment, System } from "../configs";
import { FolderDocumentStore, S3DocumentStore } from "../evidence/documentation";
import { FolderRecordStore, readKeyRing, S3RecordStore, vaultBucketOf } from "../evidence/records";
import { environmentKey, kmsSigner, pemSigner, type Signer } from "../evidence/signing";
import { type LedgerParts, openLedger } from "./ledger";
import type { Ledger } from "./ledger/ledger";

const KMS = "kms:";

type RoleCredentials = ReturnType<typeof fromTemporaryCredentials>;

/** Credentials of a role, where one is taken. */
interface Taken {
  readonly credentials?: RoleCredentials;
}

/** What says where the vault is and who signs. */
export interface VaultPlace {
  readonly environment: Environment;
  readonly systems: readonly System[];
  /** Folder that stands in for the environment's bucket. */
  readonly folder: string | undefined;
  /** ARN of the role with which vault and key are used; the process's own rights when left out. */
  readonly role: string | undefined;
  /** PEM file, or `kms:` and a key; the environment's own key for the gate when left out. */
  readonly signingKey: string | undefined;
  /** File of the key ring. */
  readonly keys: string;
}

/**
 * The gate's ledger in the environment's vault. What AWS needs is loaded only where the vault or the key is there.
 *
 * @throws UserError when the key cannot be used, or is not one that readers rely on
 */
export async function openVault({
  environment,
  systems,
  folder,
  role,
  signingKey,
  keys,
}: VaultPlace): Promise<Ledger> {
  const credentials = role === undefined ? {} : { credentials: asRole(role, environment.aws.region) };
  return openLedger({
    ...stores(environment, folder, credentials),
    signer: await signerOf(environment, signingKey, credentials),
    ring: await readKeyRing(keys),
    environment: environment.id,
    placedOnMarket: (model) =>
      systems.find(({ registeredModel }) => registeredModel === model)?.regulatory.placedOnMarket,
  });
}

/**
 * The vault's records with what they name, and the key ring by which they are read, for who writes none.
 * @throws UserError when the key ring cannot be read
 */
export async function openReading({
  environment,
  folder,
  role,
  keys,
}: Pick<VaultPlace, "environment" | "folder" | "role" | "keys">): Promise<{
  readonly records: LedgerParts["records"];
  readonly documents: LedgerParts["documents"];
  readonly ring: LedgerParts["ring"];
}> {
  const credentials = role === undefined ? {} : { credentials: asRole(role, environment.aws.region) };
  return { ...stores(environment, folder, credentials), ring: await readKeyRing(keys) };
}

function stores(
  environment: Environment,
  folder: string | undefined,
  credentials: Taken,
): Pick<LedgerParts, "records" | "documents"> {
  if (folder !== undefined)
    return { records: new FolderRecordStore(folder), documents: new FolderDocumentStore(folder) };
  const bucket = { ...vaultBucketOf(environment), ...credentials };
  return { records: new S3RecordStore(bucket), documents: new S3DocumentStore(bucket) };
}

async function signerOf(
  environment: Environment,
  given: string | undefined,
  credentials: Taken,
): Promise<Signer> {
  const key = given ?? environmentKey(environment, "gate");
  if (!key.startsWith(KMS)) return pemSigner(key);
  const { KMSClient } = await import("@aws-sdk/client-kms");
  return kmsSigner(key.slice(KMS.length), new KMSClient({ region: environment.aws.region, ...credentials }));
}

/**
 * Credentials of a role, taken with the process's own and renewed before they end. The session is named after the host, so
 * that the vault's trail tells one gate task from another, and from whoever else takes the role.
 */
function asRole(role: string, region: string): RoleCredentials {
  let provider: Promise<RoleCredentials> | undefined;
  return async (identity) => {
    provider ??= import("@aws-sdk/credential-providers").then(({ fromTemporaryCredentials }) =>
      fromTemporaryCredentials({
        params: { RoleArn: role, RoleSessionName: sessionName(hostname()) },
        clientConfig: { region },
      }),
    );
    return (await provider)(identity);
  };
}

/** STS takes 64 characters at most, of few kinds. */
const sessionName = (host: string): string => `gate-${host.replace(/[^\w+=,.@-]/g, "-")}`.slice(0, 64);
