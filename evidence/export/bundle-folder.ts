import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundleExists, bundlePartialForeign } from "../../errors";

const MARKER = "INCOMPLETE";
const MARKER_TEXT =
  "This export did not finish. Nothing in this folder is evidence; it is deleted by the next try.\n";
/** A folder with these is a bundle, so `--force` may replace it. */
const BUNDLE_FILES = ["manifest.json", "SHA256SUMS"];

/** A bundle in the making: a folder beside its final place, which gets its name only when all is written. */
export class BundleFolder {
  readonly partial: string;

  private constructor(private readonly out: string) {
    this.partial = `${out}.partial`;
  }

  /**
   * Makes the folder. Throws UserError when `out` exists (and `force` is not given, or it is no bundle), or when the
   * partial folder's name is taken by something that no export left behind.
   */
  static async create(out: string, force: boolean): Promise<BundleFolder> {
    const folder = new BundleFolder(path.resolve(out));
    const there = await namesIn(folder.out);
    if (there !== undefined && there.length > 0) {
      if (!force || !looksFinished(there)) throw bundleExists(out, looksFinished(there));
    }
    const left = await namesIn(folder.partial);
    if (left !== undefined && left.length > 0 && !left.includes(MARKER) && !looksFinished(left))
      throw bundlePartialForeign(folder.partial);
    await rm(folder.partial, { recursive: true, force: true });
    await mkdir(folder.partial, { recursive: true });
    await writeFile(folder.file(MARKER), MARKER_TEXT);
    return folder;
  }

  file(name: string): string {
    return path.join(this.partial, name);
  }

  /** Gives the bundle its name, in the place of a former one. After this it is finished, and on the disk. */
  async finish(): Promise<void> {
    await rm(this.file(MARKER));
    for (const name of await readdir(this.partial)) await syncToDisk(this.file(name));
    await syncToDisk(this.partial);
    const former = `${this.out}.replaced-${process.pid}`;
    await rename(this.out, former).catch(absentIsFine);
    await rename(this.partial, this.out);
    await syncToDisk(path.dirname(this.out));
    await rm(former, { recursive: true, force: true });
  }

  /** Removes what was written, after a failure. */
  async discard(): Promise<void> {
    await rm(this.partial, { recursive: true, force: true });
  }
}

function looksFinished(names: readonly string[]): boolean {
  return BUNDLE_FILES.every((name) => names.includes(name));
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") throw bundleExists(folder, false);
    throw error;
  }
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absentIsFine(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
