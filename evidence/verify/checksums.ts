import { digestFile, type Manifest } from "../export";
import type { CheckList } from "./check";
import type { BundleReader } from "./folder";
import { SUMMED_FILES } from "./sums";

/**
 * Reads every listed file once and compares it with what was signed; sizes are known if the manifest is intact.
 * Returns the files that are what was signed: only those are looked into.
 */
export async function checkSums(
  bundle: BundleReader,
  sums: ReadonlyMap<string, string>,
  manifest: Manifest | undefined,
  checks: CheckList,
): Promise<ReadonlySet<string>> {
  const intact = new Set<string>();
  for (const name of SUMMED_FILES) {
    const wanted = sums.get(name);
    if (!bundle.has(name)) continue;
    if (wanted === undefined) {
      checks.cannotTell("checksum", "SHA256SUMS does not list it", name);
      continue;
    }
    const found = await digestFile(name, bundle.path(name));
    const size = manifest?.files.find((file) => file.name === name)?.bytes;
    if (found.sha256 === wanted) intact.add(name);
    else
      checks.fail(
        "checksum",
        `signed was ${said(wanted, size)}, found is ${said(found.sha256, found.bytes)}`,
        name,
      );
  }
  return intact;
}

function said(sha256: string, bytes: number | undefined): string {
  return `SHA-256 ${sha256}${bytes === undefined ? "" : ` (${bytes} bytes)`}`;
}
