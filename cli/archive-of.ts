import { names, type Environment } from "../configs";
import { FolderSource, S3Source, type VaultLocation } from "../evidence/archive";
import type { Archive } from "../evidence/export";

/** Where an environment's archive is: its vault, or a local copy given with `--source-dir`. */
export function archiveOf(environment: Environment, sourceDir: string | undefined): Archive {
  const vault = vaultLocation(environment);
  const source = sourceDir === undefined ? new S3Source(vault) : new FolderSource(sourceDir);
  return { source, path: vault.path };
}

/** Where the archive lies in an environment's vault. */
export function vaultLocation(environment: Environment): VaultLocation {
  const { vaultBucket: bucket, archivePath: path } = names(environment);
  const { region, emulated } = environment.aws;
  return { bucket, region, path, forcePathStyle: emulated };
}
