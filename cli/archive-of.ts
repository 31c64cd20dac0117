import { names, type Environment } from "../configs";
import { FolderSource, S3Source } from "../evidence/archive";
import type { Archive } from "../evidence/export";

/** Where an environment's archive is: its vault, or a local copy given with `--source-dir`. */
export function archiveOf(environment: Environment, sourceDir: string | undefined): Archive {
  const { vaultBucket: bucket, archivePath: path } = names(environment);
  const { region, emulated } = environment.aws;
  const source =
    sourceDir === undefined
      ? new S3Source({ bucket, region, path, forcePathStyle: emulated })
      : new FolderSource(sourceDir);
  return { source, path };
}
