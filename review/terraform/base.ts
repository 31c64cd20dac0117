import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve } from "node:path";
import { baseUnknown, packagesNotInstalled } from "../../errors";
import { runCommand } from "./command";
import { Git } from "./git";
import { synthesizeInto } from "./synthesize";
import type { SynthesizedStack } from "./synthesized";

/** Names inside a base folder. */
export const BASE_FILES = { synthesized: "cdktf.out", configs: "configs" } as const;
const LOCK = "package-lock.json";
const MODULES = "node_modules";

/** What a change is compared with. */
export interface Base {
  readonly stacks: readonly SynthesizedStack[];
  /** Id of the commit that was synthesized. */
  readonly commit: string;
}

export interface BaseRequest {
  /** Branch, tag or commit. */
  readonly ref: string;
  /** Folder of the checkout whose change it is. */
  readonly checkout: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told what takes long, and what was decided. */
  readonly say: (text: string) => void;
}

/**
 * Synthesizes the commit from which the checkout has departed: the last one that both have in common, so that what others
 * did on the branch since does not look as if this change had undone it. It is checked out in a folder of its own outside
 * the repository. Packages are the checkout's where the lock files are the same, else those of that commit are installed.
 *
 * @param out folder that gets `cdktf.out` and `configs` of the base
 * @throws UserError when the ref is not there, or it cannot be synthesized
 */
export async function synthesizeBase({ ref, checkout, env, say }: BaseRequest, out: string): Promise<Base> {
  const git = new Git(checkout, env);
  // Also where the ref looks like an option.
  const tip = await git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (tip === undefined) throw baseUnknown(ref, checkout);
  const commit = (await git.ask("merge-base", tip, "HEAD")) ?? tip;
  say(`base: ${commit.slice(0, 12)}${commit === tip ? "" : `, where ${ref} and this checkout part`}`);
  const parent = await mkdtemp(join(tmpdir(), "evidence-base-"));
  const tree = join(parent, "checkout");
  try {
    await git.tell("worktree", "add", "--detach", "--quiet", tree, commit);
    // The checkout may be a folder inside its repository.
    const base = join(tree, (await git.tell("rev-parse", "--show-prefix")) || ".");
    await givePackages(checkout, base, env, say);
    say("synthesizing the base");
    const configs = configsOf(base, checkout, env, say);
    await mkdir(out, { recursive: true });
    const synthesized = join(out, BASE_FILES.synthesized);
    const stacks = await synthesizeInto(resolve(synthesized), base, { ...env, ...configs.env });
    if (existsSync(configs.folder))
      await cp(configs.folder, join(out, BASE_FILES.configs), { recursive: true });
    return { stacks, commit };
  } finally {
    await git.ask("worktree", "remove", "--force", tree);
    await rm(parent, { recursive: true, force: true });
  }
}

async function givePackages(
  checkout: string,
  base: string,
  env: NodeJS.ProcessEnv,
  say: BaseRequest["say"],
): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [checkout, base].map((folder) => readFile(join(folder, LOCK), "utf8").catch(() => "")),
  );
  if (ours === theirs) {
    if (existsSync(join(checkout, MODULES)) && !existsSync(join(base, MODULES)))
      await symlink(resolve(checkout, MODULES), join(base, MODULES), "dir");
    return;
  }
  say("the base has other packages: installing them (npm ci)");
  const { status, words } = await runCommand("npm", ["ci", "--no-audit", "--no-fund"], { cwd: base, env });
  if (status !== 0) throw packagesNotInstalled(words);
}

/** The base's own configs, also where a variable names them: by a full path it would name those of the checkout. */
function configsOf(base: string, checkout: string, env: NodeJS.ProcessEnv, say: BaseRequest["say"]) {
  const named = env["EVIDENCE_CONFIGS"];
  if (named === undefined) return { folder: join(base, "configs"), env: {} };
  const inside = relative(resolve(checkout), resolve(checkout, named));
  if (isAbsolute(inside) || inside.startsWith("..")) {
    say(
      `EVIDENCE_CONFIGS (${named}) lies outside the checkout: base and change are synthesized from the same configs`,
    );
    return { folder: resolve(checkout, named), env: {} };
  }
  const folder = join(base, inside);
  return { folder, env: { EVIDENCE_CONFIGS: folder } };
}
