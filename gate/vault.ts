import { type Environment, names, type System } from "../configs";
import { FolderDocumentStore, S3DocumentStore } from "../evidence/documentation";
import { FolderRecordStore, readKeyRing, S3RecordStore } from "../evidence/records";
import { kmsSigner, pemSigner, type Signer } from "../evidence/signing";
import { type LedgerParts, openLedger } from "./ledger";
import type { Ledger } from "./ledger/ledger";

const KMS = "kms:";

/** What says where the vault is and who signs. */
export interface VaultPlace {
  readonly environment: Environment;
  readonly systems: readonly System[];
  /** Folder that stands in for the environment's bucket. */
  readonly folder: string | undefined;
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
  signingKey,
  keys,
}: VaultPlace): Promise<Ledger> {
  return openLedger({
    ...stores(environment, folder),
    signer: await signerOf(environment, signingKey),
    ring: await readKeyRing(keys),
    environment: environment.id,
    placedOnMarket: (model) =>
      systems.find(({ registeredModel }) => registeredModel === model)?.regulatory.placedOnMarket,
  });
}

function stores(
  environment: Environment,
  folder: string | undefined,
): Pick<LedgerParts, "records" | "documents"> {
  if (folder !== undefined)
    return { records: new FolderRecordStore(folder), documents: new FolderDocumentStore(folder) };
  const { region, emulated } = environment.aws;
  const bucket = { bucket: names(environment).vaultBucket, region, forcePathStyle: emulated };
  return { records: new S3RecordStore(bucket), documents: new S3DocumentStore(bucket) };
}

async function signerOf(environment: Environment, given: string | undefined): Promise<Signer> {
  const key = given ?? `${KMS}${names(environment).signingKeyAlias("gate")}`;
  if (!key.startsWith(KMS)) return pemSigner(key);
  const { KMSClient } = await import("@aws-sdk/client-kms");
  return kmsSigner(key.slice(KMS.length), new KMSClient({ region: environment.aws.region }));
}
