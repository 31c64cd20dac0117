import { declared, loadConfigs, type Environment } from "../configs";
import { FolderDocumentStore, S3DocumentStore, type DocumentStore } from "../evidence/documentation";
import { FolderRecordStore, S3RecordStore, vaultBucketOf, type RecordStore } from "../evidence/records";

/** An environment's vault, or a folder that stands for it. */
export interface Vault {
  readonly environment: Environment;
  readonly records: RecordStore;
  readonly documents: DocumentStore;
}

/** @throws UserError when no such environment is declared */
export function vaultOf({
  environment: id,
  configs,
  dir,
}: {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
}): Vault {
  const environment = declared("--environment", loadConfigs(configs).environments, id);
  if (dir !== undefined)
    return { environment, records: new FolderRecordStore(dir), documents: new FolderDocumentStore(dir) };
  const vault = vaultBucketOf(environment);
  return { environment, records: new S3RecordStore(vault), documents: new S3DocumentStore(vault) };
}
