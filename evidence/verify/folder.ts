import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { bundleMissing } from "../../errors";
import { BUNDLE_FILES } from "../export";
import type { CheckList } from "./check";

/** Names of all files of a bundle, those included that not every bundle has. */
export const ALL_FILES: readonly string[] = [
  ...BUNDLE_FILES.content,
  ...BUNDLE_FILES.optional,
  BUNDLE_FILES.manifest,
  BUNDLE_FILES.sums,
  BUNDLE_FILES.signature,
];

/** Largest JSON or text file that is read into memory, in bytes. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** A bundle's folder, of which only plain files with a bundle's names are ever opened. */
export class BundleReader {
  private constructor(
    private readonly folder: string,
    private readonly present: ReadonlyMap<string, number>,
  ) {}

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

  has(name: string): boolean {
    return this.present.has(name);
  }

  bytes(name: string): number {
    return this.present.get(name) ?? 0;
  }

  /** Path of a file that is there; only for names of a bundle. */
  path(name: string): string {
    if (!this.present.has(name)) throw new Error(`${name} is not a plain file of this bundle`);
    return path.join(this.folder, name);
  }

  /** The bytes of a small file, or undefined if it is not there or too large to be read. */
  async read(name: string): Promise<Buffer | undefined> {
    if (!this.has(name) || this.bytes(name) > MAX_TEXT_BYTES) return undefined;
    return readFile(this.path(name));
  }
}
