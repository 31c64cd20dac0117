import { archiveIsCold } from "../../errors";
import type { Archive } from "../export";
import type { Period } from "../export/period";
import type { ColdStorage } from "./cold-storage";
import { coldVersions } from "./cold-versions";
import { surveyCold } from "./survey";

/**
 * Makes sure, before anything is read, that nothing an export of the period would read lies unrestored in a cold class. A
 * version about which S3 says nothing is left to the export, which names it. Throws UserError with the command to run.
 */
export async function mustBeReadable(
  period: Period,
  archive: Archive,
  storage: ColdStorage,
  restoreCommand: string,
): Promise<void> {
  const { cold, objectVersions } = await coldVersions(period, archive);
  if (cold.length === 0) return;
  const { archived, underWay } = await surveyCold(cold, storage);
  const missing = archived.length + underWay.length;
  if (missing === 0) return;
  const classes = [...new Set([...archived, ...underWay].map(({ storageClass }) => storageClass))]
    .sort()
    .join(", ");
  const given = `${missing} of ${objectVersions} object version(s) in ${classes} without a restored copy, ${underWay.length} of them being restored`;
  throw archiveIsCold(archive.source.name, given, restoreCommand);
}
