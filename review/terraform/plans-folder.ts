import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { plansFolderBusy, plansFolderForeign } from "../../errors";
import { PLANS_FILE, type PlansReport } from "./plans-file";
import { OWNER_ONLY } from "./run";

const OWNER_ONLY_FOLDER = 0o700;
/** Plans may hold secrets. The file also tells that the folder is one of ours. */
const IGNORED = "# Plans may hold secrets: nothing in this folder is to be committed.\n*\n";
const IGNORE_FILE = ".gitignore";
/** Followed by the id of the process. */
const UNFINISHED = ".unfinished-";
const PLAN_SUFFIX = ".tfplan";
const LOG_SUFFIX = ".log";

/** Names of a stack's files in the folder. */
export const planFiles = {
  /** Terraform's own. */
  plan: (stack: string): string => `${stack}${PLAN_SUFFIX}`,
  /** What `terraform show -json` says of it. */
  json: (stack: string): string => `${stack}.json`,
  /** Which versions of the providers it was made with. */
  lock: (stack: string): string => `${stack}.lock.hcl`,
  log: (stack: string): string => `${stack}${LOG_SUFFIX}`,
};

/** What the stacks were compared with, where nothing else is said. */
export const BASE_FOLDER = "base";

/**
 * A folder for the plans of one run. They are made in a folder inside it and moved when all is done, so that a run that
 * breaks off leaves the plans of the one before. What that one planned and this one did not is then removed: a plan that
 * stayed would be reviewed as if it were of today. What people put beside the plans stays.
 */
export class PlansFolder {
  readonly #logs = new Set<string>();

  private constructor(
    private readonly out: string,
    private readonly unfinished: string,
  ) {}

  /**
   * @throws UserError when the folder is not one of ours, which are closed to others and cleared, or another run plans
   *   into it
   */
  static async open(out: string): Promise<PlansFolder> {
    const names = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
      if (error.code === "ENOENT") return [];
      throw error.code === "ENOTDIR" ? plansFolderForeign(out, "a file") : error;
    });
    if (names.length > 0 && (await readFile(join(out, IGNORE_FILE), "utf8").catch(() => "")) !== IGNORED)
      throw plansFolderForeign(out, names.slice(0, 3).join(", "));
    for (const name of names.filter((each) => each.startsWith(UNFINISHED))) {
      const pid = Number(name.slice(UNFINISHED.length).split("-")[0]);
      if (isAlive(pid)) throw plansFolderBusy(out, pid);
      await rm(join(out, name), { recursive: true });
    }
    await mkdir(out, { recursive: true, mode: OWNER_ONLY_FOLDER });
    await chmod(out, OWNER_ONLY_FOLDER);
    await writeFile(join(out, IGNORE_FILE), IGNORED);
    return new PlansFolder(out, await mkdtemp(join(out, `${UNFINISHED}${process.pid}-`)));
  }

  /** A place in the unfinished folder; absolute, because Terraform runs elsewhere. */
  file(name: string): string {
    return resolve(this.unfinished, name);
  }

  /** The file for what Terraform says of a stack; it is no plan, and stands at its place from the start. */
  async log(stack: string): Promise<string> {
    const name = planFiles.log(stack);
    this.#logs.add(name);
    await rm(join(this.out, name), { force: true });
    return join(this.out, name);
  }

  /** Takes away a stack's plan that was not finished; its log stays. */
  async drop(stack: string): Promise<void> {
    for (const name of [planFiles.json(stack), planFiles.lock(stack), planFiles.plan(stack)])
      await rm(this.file(name), { force: true });
  }

  /** Puts the run in the place of the one before. Whoever looks meanwhile finds no `plans.json`, and knows. */
  async finish(report: PlansReport): Promise<void> {
    await this.#clear();
    for (const name of await readdir(this.unfinished)) await rename(this.file(name), join(this.out, name));
    await rm(this.unfinished, { recursive: true });
    const file = join(this.out, PLANS_FILE);
    await writeFile(`${file}~`, `${JSON.stringify(report, null, 2)}\n`, { mode: OWNER_ONLY });
    await rename(`${file}~`, file);
  }

  /** Leaves the folder as it was found. */
  async abandon(): Promise<void> {
    await rm(this.unfinished, { recursive: true, force: true });
  }

  /** Removes what earlier runs wrote; a stack's plan last, because by it its other files are known. */
  async #clear(): Promise<void> {
    await rm(join(this.out, PLANS_FILE), { force: true });
    const names = await readdir(this.out);
    for (const name of names.filter((each) => each.endsWith(PLAN_SUFFIX))) {
      const stack = name.slice(0, -PLAN_SUFFIX.length);
      for (const file of [planFiles.json(stack), planFiles.lock(stack), name])
        await rm(join(this.out, file), { force: true });
    }
    for (const name of names)
      if (name.endsWith(LOG_SUFFIX) && !this.#logs.has(name)) await rm(join(this.out, name));
    await rm(join(this.out, BASE_FOLDER), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is alive, too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
