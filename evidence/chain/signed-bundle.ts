import { digestFile, type Manifest } from "../export";
import type { KeyRing } from "../records";
import { CheckList } from "../verify/check";
import { BundleReader } from "../verify/folder";
import { readManifest } from "../verify/manifest";
import { checkSignature } from "../verify/signature";
import { readSums } from "../verify/sums";

/** Files of a bundle that a chain reads. */
const READ = ["events.parquet", "objects.json", "findings.json", "seals.ndjson"] as const;

/** An export bundle, and what speaks against relying on it. */
export interface SignedBundle {
  readonly manifest: Manifest | undefined;
  readonly against: readonly string[];
}

/**
 * Whether the files that a chain reads are what somebody with an exporter's key signed. `evidence verify` checks far more:
 * that the parts of the bundle agree.
 *
 * @throws UserError when there is no such folder
 */
export async function openSigned(folder: string, ring: KeyRing): Promise<SignedBundle> {
  const checks = new CheckList();
  const bundle = await BundleReader.open(folder, checks);
  const sums = await readSums(bundle, checks);
  const key = await checkSignature(bundle, undefined, checks);
  const manifest = await readManifest(bundle, sums, key, checks);
  const against = checks
    .results()
    .filter(({ verdict }) => verdict !== "met")
    .map(({ file, reason }) => `${file ?? "the bundle"}: ${reason}`);
  for (const name of READ) {
    if (!bundle.has(name)) continue;
    const { sha256 } = await digestFile(name, bundle.path(name));
    if (sha256 !== sums.get(name)) against.push(`${name} is not what was signed`);
  }
  if (key.fingerprint !== undefined && ring.get(key.fingerprint)?.role !== "exporter")
    against.push(`the key ring does not list the bundle's key ${key.fingerprint} as an exporter's`);
  return { manifest, against };
}
