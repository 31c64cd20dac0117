import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { bundleMissing } from "../../errors";
import { BUNDLE_FILES } from "../export";
import type { CheckList } from "./check";
import { PlainFiles } from "./plain-files";

/** Names of all files of a bundle, those included that not every bundle has. */
export const ALL_FILES: readonly string[] = [
  ...BUNDLE_FILES.content,
  ...BUNDLE_FILES.optional,
  BUNDLE_FILES.manifest,
  BUNDLE_FILES.sums,
  BUNDLE_FILES.signature,
];

/** A bundle's folder, of which only plain files with a bundle's names are ever opened. */
export class BundleReader extends PlainFiles {
  /** Looks at what is there. Throws UserError when there is no folder of that name. */
  static async open(folder: string, checks: CheckList): Promise<BundleReader> {
    const names = await readdir(folder).catch(() => undefined);
    if (names === undefined) throw bundleMissing(folder);
    const present = new Map<string, number>();
    for (const name of names.sort()) {
      const found = await lstat(path.join(folder, name));
      if (!ALL_FILES.includes(name)) checks.fail("layout", "was added: it is not a file of a bundle", name);
      // A link could lead anywhere on the reader's machine.
      else if (!found.isFile()) checks.fail("layout", "is not a plain file (a link or a folder)", name);
      else present.set(name, found.size);
    }
    const optional: readonly string[] = BUNDLE_FILES.optional;
    for (const name of ALL_FILES)
      if (!names.includes(name) && !optional.includes(name)) checks.fail("layout", "is missing", name);
    return new BundleReader(folder, present);
  }
}
