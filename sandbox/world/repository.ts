/** A team's repository in a world: configs, thresholds and training code, committed before anything is trained. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { isMap, isSeq, parseDocument } from "yaml";
import { sandboxGitFailed } from "../../errors";

const ROOT = resolve(__dirname, "../..");
/** Of `configs/`, what the gate reads. */
const CONFIGS = ["systems", "environments", "thresholds"] as const;
const TRAINING = join(ROOT, "sandbox/credit");
const DAY_MS = 86_400_000;
/** A repository is written anew when less of its assessments' validity is left. */
const LEAST_VALID_DAYS = 30;
const MADE_OF = "made-of.json";

export interface Repository {
  /** Holds `systems/`, `environments/` and `thresholds/`. */
  readonly configs: string;
  /** Of the branch's last commit. */
  readonly commit: string;
}

/** Removed with the world. */
export const repositoryDir = (worldDir: string): string => join(worldDir, "repository");

/**
 * Makes the repository from this checkout, or finds the one that was made of the same files. A checkout itself will not
 * do: it may be shallow or no clone at all, and then nobody can say since when a threshold stands. Assessments are dated
 * relative to now, so that a world that is made next year does not begin with expired ones.
 *
 * @param beforeItChanges called before another one is written: whoever works by it must not go on
 */
export async function ensureRepository(
  worldDir: string,
  beforeItChanges: () => Promise<void>,
  now = new Date(),
): Promise<Repository> {
  const dir = repositoryDir(worldDir);
  const configs = join(dir, "configs");
  const digest = await digestOfSources();
  const kept = await readFile(join(dir, ".git", MADE_OF), "utf8").then(
    (text) => JSON.parse(text) as { digest: string; validUntil: string },
    () => undefined,
  );
  const leastValid = new Date(now.getTime() + LEAST_VALID_DAYS * DAY_MS);
  if (kept?.digest === digest && new Date(kept.validUntil) > leastValid)
    return { configs, commit: await git(dir, "rev-parse", "HEAD") };
  await beforeItChanges();
  await rm(dir, { recursive: true, force: true });
  await mkdir(configs, { recursive: true });
  for (const folder of CONFIGS)
    await cp(join(ROOT, "configs", folder), join(configs, folder), { recursive: true });
  for (const file of await pythonFiles())
    await cp(file, join(dir, "training", file.slice(TRAINING.length + 1)));
  const validUntil = await dateAssessments(join(configs, "systems"), now);
  await git(dir, "init", "--quiet", "--initial-branch=main");
  await git(dir, "add", ".");
  await git(dir, "commit", "--quiet", "--message", "Configs, thresholds and training code");
  await writeFile(join(dir, ".git", MADE_OF), JSON.stringify({ digest, validUntil }));
  return { configs, commit: await git(dir, "rev-parse", "HEAD") };
}

const pythonFiles = async (): Promise<string[]> =>
  (await readdir(TRAINING)).filter((name) => name.endsWith(".py")).map((name) => join(TRAINING, name));

async function digestOfSources(): Promise<string> {
  const configs = await Promise.all(
    CONFIGS.map(async (folder) => {
      const names = await readdir(join(ROOT, "configs", folder));
      return names.map((name) => join(ROOT, "configs", folder, name));
    }),
  );
  const hash = createHash("sha256");
  for (const file of [...configs.flat(), ...(await pythonFiles())].sort())
    hash
      .update(file.slice(ROOT.length))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  return hash.digest("hex");
}

/** @returns the day until which the assessments are valid, ISO 8601 */
async function dateAssessments(systems: string, now: Date): Promise<string> {
  const day = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  for (const name of await readdir(systems)) {
    const file = join(systems, name);
    const document = parseDocument(await readFile(file, "utf8"));
    const assessments = document.getIn(["production", "riskAssessments"]);
    for (const each of isSeq(assessments) ? assessments.items : []) {
      if (!isMap(each)) continue;
      each.set("assessedOn", day(-28));
      each.set("validUntil", day(364));
    }
    if (document.hasIn(["production", "oversight"]))
      document.setIn(["production", "oversight", "assessedOn"], day(-28));
    await writeFile(file, document.toString());
  }
  return day(364);
}

/** Whose repository it is, and with what settings, is not for the user's own git configuration to say. */
async function git(dir: string, ...args: readonly string[]): Promise<string> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const who = { NAME: "Model risk committee", EMAIL: "model-risk@sandbox.example.org" };
  const names = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const env = {
    ...Object.fromEntries([...others, ...names]),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", dir, ...args], { env });
    return stdout.trim();
  } catch (error) {
    throw sandboxGitFailed(dir, args.join(" "), (error as Error).message);
  }
}
