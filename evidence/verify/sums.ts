import { BUNDLE_FILES } from "../export";
import type { CheckList } from "./check";
import { ALL_FILES, type BundleReader } from "./folder";
import { readSumLines, type Listable } from "./plain-files";

/** Files that SHA256SUMS may list: all but itself and its signature. */
export const SUMMED_FILES: readonly string[] = [
  ...BUNDLE_FILES.content,
  ...BUNDLE_FILES.optional,
  BUNDLE_FILES.manifest,
];

/** Reads SHA256SUMS strictly. Names that are no plain names of a bundle's files are refused, never opened. */
export async function readSums(
  bundle: BundleReader,
  checks: CheckList,
): Promise<ReadonlyMap<string, string>> {
  const listable: Listable = {
    whole: "bundle",
    isFile: (name) => ALL_FILES.includes(name),
    isSummed: (name) => SUMMED_FILES.includes(name),
  };
  const sums = await readSumLines(bundle, BUNDLE_FILES.sums, listable, checks);
  if (sums === undefined) return new Map();
  const fail = (reason: string) => checks.fail("sums-list", reason, BUNDLE_FILES.sums);
  const optional: readonly string[] = BUNDLE_FILES.optional;
  for (const name of SUMMED_FILES)
    if (!sums.has(name) && (bundle.has(name) || !optional.includes(name))) fail(`${name} is not listed`);
  for (const name of optional)
    if (sums.has(name) && !bundle.has(name)) fail(`${name} is listed and is not there`);
  return sums;
}
