import type { Completeness, Manifest, Sealed } from "../export";
import type { KeyRing } from "../records/key-ring";
import { CheckList, type Check } from "./check";
import { checkSums } from "./checksums";
import { readContents } from "./contents";
import { checkEvents } from "./events";
import { BundleReader } from "./folder";
import { readManifest } from "./manifest";
import { TableCheck } from "./parquet";
import { checkSignature, type VerifyingKey } from "./signature";
import { checkSeals } from "./seals";
import { checkStatements } from "./statements";
import { readSums } from "./sums";
import { BundleWitnesses } from "./witnesses";

/** What verifying a bundle came to. */
export interface Verification {
  /** The bundle is what the holder of the key signed, and its parts agree. Findings it records do not change this. */
  readonly verified: boolean;
  readonly key: VerifyingKey;
  readonly checks: readonly Check[];
  /** What the bundle says of itself, if that could be read: request, counts, completeness, recorded findings. */
  readonly manifest: Omit<Manifest, "files"> | undefined;
  /**
   * What the bundle shows of completeness, worked out here; checkpoints count only with the reader's own key ring.
   * Undefined when the bundle could not be looked into.
   */
  readonly completeness: Completeness | undefined;
  /**
   * What the bundle's seals show of the objects that were read, worked out here with the reader's own key ring and
   * certificates only. Undefined when the bundle could not be looked into.
   */
  readonly sealed: Sealed | undefined;
}

/** What the reader has from elsewhere than the bundle. */
export interface Trust {
  /** A file with the exporter's public key. */
  readonly publicKey?: string | undefined;
  /** Keys that emitters sign checkpoints with, and the detector seals. */
  readonly keyRing?: KeyRing | undefined;
  /** PEM file with the certificates of the time-stamp authorities. */
  readonly timestampCa?: string | undefined;
}

/** Takes what is being done, in words. */
export type OnProgress = (doing: string) => void;

const LOOKED_INTO = ["events.ndjson.gz", "events.parquet"];

/**
 * Verifies a bundle offline, in flat memory, with nothing but its files: only plain files with a bundle's names are
 * opened, and only those that are what was signed are looked into. Throws UserError when there is no bundle or the
 * file with the exporter's key holds none.
 */
export async function verifyBundle(
  folder: string,
  { publicKey, keyRing, timestampCa }: Trust = {},
  onProgress: OnProgress = () => undefined,
): Promise<Verification> {
  const checks = new CheckList();
  const bundle = await BundleReader.open(folder, checks);
  const sums = await readSums(bundle, checks);
  const key = await checkSignature(bundle, publicKey, checks);
  const manifest = await readManifest(bundle, sums, key, checks);
  onProgress("comparing checksums");
  const intact = await checkSums(bundle, sums, manifest, checks);
  const contents = await readContents(bundle, intact, manifest?.request.period, checks);
  let completeness: Completeness | undefined;
  let sealed: Sealed | undefined;
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
      "seals",
    ] as const) {
      checks.cannotTell(check, "not looked into: files it needs are not what was signed");
    }
  } else {
    const witnesses = new BundleWitnesses(manifest, contents, keyRing);
    const table = await TableCheck.begin(bundle, contents, manifest.counts.events, checks);
    try {
      const seen = await checkEvents(bundle, manifest, contents, witnesses, checks, onProgress);
      onProgress("comparing the table with the events");
      const sources = await table.finish(seen);
      completeness = checkStatements(manifest, contents, seen, witnesses, sources, checks);
    } finally {
      await table.close();
    }
    onProgress("comparing the objects with their seals");
    sealed = await checkSeals(bundle, intact, manifest, contents, { ring: keyRing, timestampCa }, checks);
  }
  const results = checks.results();
  return {
    verified: results.every(({ verdict }) => verdict === "met"),
    key,
    checks: results,
    manifest: manifest && withoutFiles(manifest),
    completeness,
    sealed,
  };
}

function withoutFiles({ files: _, ...said }: Manifest): Omit<Manifest, "files"> {
  return said;
}
