import { BUNDLE_FILES } from "../export";
import type { CheckList } from "./check";
import { ALL_FILES, type BundleReader } from "./folder";

const SUM_LINE = /^([0-9a-f]{64}) [ *](.+)$/;

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
  const sums = new Map<string, string>();
  const bytes = await bundle.read(BUNDLE_FILES.sums);
  if (bytes === undefined) {
    checks.cannotTell("sums-list", "it cannot be read", BUNDLE_FILES.sums);
    return sums;
  }
  const fail = (reason: string) => checks.fail("sums-list", reason, BUNDLE_FILES.sums);
  const lines = bytes.toString("utf8").split("\n");
  if (lines.pop() !== "") fail("its last line does not end");
  lines.forEach((line, index) => {
    const [, sha256, name] = SUM_LINE.exec(line) ?? [];
    if (sha256 === undefined || name === undefined) fail(`line ${index + 1} is not a digest and a name`);
    else if (!ALL_FILES.includes(name))
      fail(`line ${index + 1} names ${quoted(name)}, which is no file of a bundle`);
    else if (!SUMMED_FILES.includes(name) || sums.has(name))
      fail(`line ${index + 1} names ${name} again or wrongly`);
    else sums.set(name, sha256);
  });
  const optional: readonly string[] = BUNDLE_FILES.optional;
  for (const name of SUMMED_FILES)
    if (!sums.has(name) && (bundle.has(name) || !optional.includes(name))) fail(`${name} is not listed`);
  for (const name of optional)
    if (sums.has(name) && !bundle.has(name)) fail(`${name} is listed and is not there`);
  return sums;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
