import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { bundleExists, bundleInTheMaking, bundlePartialForeign } from "../../errors";

const MARKER = "INCOMPLETE";
const MARKER_TEXT =
  "This export has not finished. Nothing in this folder is evidence. The same command goes on where this one stopped.\n";
const REQUEST = "request.json";
const SEGMENTS = "segments";
/** What names a try that goes on after another; it keeps these, and what was read. */
const KEPT = [MARKER, REQUEST];
/** A folder with these is a bundle, so `--force` may replace it. */
const BUNDLE_FILES = ["manifest.json", "SHA256SUMS"];

/** What a bundle in the making is about, and which process makes it. */
const requestSchema = z.strictObject({ identity: z.string(), pid: z.int().min(1) });

/** A bundle in the making: a folder beside its final place, which gets its name only when all is written. */
export class BundleFolder {
  readonly partial: string;

  private constructor(
    private readonly out: string,
    /** Name of the folder in it that holds what was read. */
    private readonly work: string,
  ) {
    this.partial = `${out}.partial`;
  }

  /**
   * Makes the folder, or takes over what an earlier try with the same `identity` left behind: its segments stay. Throws
   * UserError when `out` exists (and `force` is not given, or it is no bundle), when the partial folder's name is taken
   * by something that no export left behind, or when another process is making this bundle.
   */
  static async create(
    out: string,
    force: boolean,
    identity: string,
    work: string = SEGMENTS,
  ): Promise<BundleFolder> {
    const folder = new BundleFolder(path.resolve(out), work);
    const there = await namesIn(folder.out);
    if (there !== undefined && there.length > 0) {
      if (!force || !looksFinished(there)) throw bundleExists(out, looksFinished(there));
    }
    const left = (await namesIn(folder.partial)) ?? [];
    if (left.length > 0 && !left.includes(MARKER) && !looksFinished(left))
      throw bundlePartialForeign(folder.partial);
    const former = await folder.#request();
    if (former !== undefined && former.pid !== process.pid && isRunning(former.pid))
      throw bundleInTheMaking(folder.partial, former.pid);
    await folder.#clear(left, former?.identity === identity);
    await mkdir(folder.segments, { recursive: true });
    await writeFile(folder.file(MARKER), MARKER_TEXT);
    await writeFile(folder.file(REQUEST), JSON.stringify({ identity, pid: process.pid }));
    return folder;
  }

  /** Where what was read is kept until the bundle is finished. */
  get segments(): string {
    return this.file(this.work);
  }

  file(name: string): string {
    return path.join(this.partial, name);
  }

  /** Gives the bundle its name, in the place of a former one. After this it is finished, and on the disk. */
  async finish(): Promise<void> {
    for (const name of this.#kept) await rm(this.file(name), { recursive: true, force: true });
    for (const name of await readdir(this.partial, { recursive: true })) await syncToDisk(this.file(name));
    await syncToDisk(this.partial);
    const former = `${this.out}.replaced-${process.pid}`;
    await rename(this.out, former).catch(absentIsFine);
    await rename(this.partial, this.out);
    await syncToDisk(path.dirname(this.out));
    await rm(former, { recursive: true, force: true });
  }

  /** After a failure: removes what was written, but not what was read, if anything was. Tells whether it was. */
  async abandon(): Promise<boolean> {
    const read = (await namesIn(this.segments))?.some((name) => name.endsWith(".json")) ?? false;
    await this.#clear((await namesIn(this.partial)) ?? [], read);
    return read;
  }

  /** Removes all there is of the bundle in the making. */
  async discard(): Promise<void> {
    await rm(this.partial, { recursive: true, force: true });
  }

  get #kept(): readonly string[] {
    return [...KEPT, this.work];
  }

  async #clear(names: readonly string[], keepRead: boolean): Promise<void> {
    if (!keepRead) await this.discard();
    for (const name of names.filter((name) => !this.#kept.includes(name)))
      await rm(this.file(name), { recursive: true, force: true });
  }

  /** What an earlier try left; nothing where there is none, or its file is half written. */
  async #request(): Promise<z.infer<typeof requestSchema> | undefined> {
    try {
      return requestSchema.safeParse(JSON.parse(await readFile(this.file(REQUEST), "utf8"))).data;
    } catch {
      return undefined;
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
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
