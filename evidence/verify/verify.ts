import type { Manifest } from "../export";
import { CheckList, type Check } from "./check";
import { checkSums } from "./checksums";
import { readContents } from "./contents";
import { checkEvents } from "./events";
import { BundleReader } from "./folder";
import { readManifest } from "./manifest";
import { checkParquet } from "./parquet";
import { checkSignature, type VerifyingKey } from "./signature";
import { checkStatements } from "./statements";
import { readSums } from "./sums";

/** What verifying a bundle came to. */
export interface Verification {
  /** The bundle is what the holder of the key signed, and its parts agree. Findings it records do not change this. */
  readonly verified: boolean;
  readonly key: VerifyingKey;
  readonly checks: readonly Check[];
  /** What the bundle says of itself, if that could be read: request, counts, completeness, recorded findings. */
  readonly manifest: Omit<Manifest, "files"> | undefined;
}

/** Takes what is being done, in words. */
export type OnProgress = (doing: string) => void;

const LOOKED_INTO = ["events.ndjson.gz", "events.parquet"];

/**
 * Verifies a bundle offline, in flat memory, with nothing but its files: only plain files with a bundle's names are
 * opened, and only those that are what was signed are looked into. `publicKey` is a file with the exporter's key, had
 * from elsewhere than the bundle. Throws UserError when there is no bundle or that file is no such key.
 */
export async function verifyBundle(
  folder: string,
  publicKey?: string,
  onProgress: OnProgress = () => undefined,
): Promise<Verification> {
  const checks = new CheckList();
  const bundle = await BundleReader.open(folder, checks);
  const sums = await readSums(bundle, checks);
  const key = await checkSignature(bundle, publicKey, checks);
  const manifest = await readManifest(bundle, sums, key, checks);
  onProgress("comparing checksums");
  const intact = await checkSums(bundle, sums, manifest, checks);
  const contents = await readContents(bundle, intact, checks);
  const missing = LOOKED_INTO.filter((name) => !intact.has(name));
  if (manifest === undefined || contents === undefined || missing.length > 0) {
    for (const check of [
      "events",
      "chain",
      "counts",
      "duplicates",
      "parquet",
      "objects",
      "findings",
      "completeness",
    ] as const) {
      checks.cannotTell(check, "not looked into: files it needs are not what was signed");
    }
  } else {
    const seen = await checkEvents(bundle, manifest, contents, checks, onProgress);
    await checkParquet(bundle, contents, seen, checks, onProgress);
    checkStatements(manifest, contents, seen, checks);
  }
  const results = checks.results();
  return {
    verified: results.every(({ verdict }) => verdict === "met"),
    key,
    checks: results,
    manifest: manifest && withoutFiles(manifest),
  };
}

function withoutFiles({ files: _, ...said }: Manifest): Omit<Manifest, "files"> {
  return said;
}
