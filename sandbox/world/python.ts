/** Python environments: that of the embedded world (moto, MLflow, scikit-learn), made once and shared by all worlds of a checkout. */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { pythonNotUsable, pythonPackagesFailed } from "../../errors";
import { withLock } from "./lock";

const REQUIREMENTS = ["requirements.txt", "requirements-nodeps.txt"].map((name) =>
  resolve(__dirname, "../python", name),
);

/** The oldest Python that the pinned numpy and pandas run on. */
const OLDEST = [3, 11] as const;

export interface PythonEnvironment {
  /** The interpreter of the virtual environment. */
  readonly python: string;
  /** False when it was there already. */
  readonly installed: boolean;
}

export interface PythonOptions {
  /** Aborting ends the install. */
  readonly signal?: AbortSignal | undefined;
  /** Files of pins, every transitive one included. @default those of the embedded world */
  readonly requirements?: readonly string[];
}

/**
 * Makes the virtual environment under `cacheDir`, or finds the finished one for the same requirement files and Python.
 * An install that was interrupted has no finished-marker and is started afresh: pip cannot tell a package that was
 * unpacked by half. All pins are transitive, so pip resolves nothing (`--no-deps`), and byte code is compiled on use.
 * Errors: user faults `python-not-usable`, `python-packages-failed`.
 */
export async function ensurePython(
  cacheDir: string,
  { signal, requirements = REQUIREMENTS }: PythonOptions = {},
): Promise<PythonEnvironment> {
  const base = await findPython();
  const hash = createHash("sha256").update(base.version);
  for (const file of requirements) hash.update(await readFile(file));
  const venv = join(cacheDir, `python-${hash.digest("hex").slice(0, 12)}`);
  const environment = { python: join(venv, "bin", "python"), installed: false };
  const finished = join(venv, "finished.json");
  await mkdir(cacheDir, { recursive: true });
  return withLock(
    `${venv}.lock`,
    async () => {
      if (existsSync(finished)) return environment;
      const started = Date.now();
      const log = `${venv}.log`;
      await rm(venv, { recursive: true, force: true });
      await rm(log, { force: true });
      await install(base.command, venv, { python: environment.python, log, requirements, signal });
      const seconds = Math.round((Date.now() - started) / 1000);
      await writeFile(finished, `${JSON.stringify({ python: base.version, seconds })}\n`);
      return { ...environment, installed: true };
    },
    { waitMs: 600_000, signal },
  );
}

async function install(
  base: string,
  venv: string,
  {
    python,
    log,
    requirements,
    signal,
  }: { python: string; log: string; requirements: readonly string[]; signal: AbortSignal | undefined },
): Promise<void> {
  const pip = [
    "-m",
    "pip",
    "install",
    "--no-input",
    "--no-compile",
    "--disable-pip-version-check",
    "--progress-bar=off",
  ];
  const steps: readonly [string, readonly string[]][] = [
    [base, ["-m", "venv", venv]],
    [python, [...pip, "--no-deps", ...requirements.flatMap((file) => ["-r", file])]],
  ];
  for (const [command, args] of steps) {
    const outcome = await runToLog(command, args, log, signal);
    signal?.throwIfAborted();
    if (outcome !== 0) throw pythonPackagesFailed([command, ...args].join(" "), log, await lastLines(log));
  }
}

/** Resolves when the program has ended, aborted or not: nothing may still write into the folder then. */
async function runToLog(
  command: string,
  args: readonly string[],
  log: string,
  signal?: AbortSignal,
): Promise<number | null> {
  const output = openSync(log, "a");
  const child = spawn(command, args, { stdio: ["ignore", output, output] });
  const stop = (): boolean => child.kill();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  } finally {
    signal?.removeEventListener("abort", stop);
    closeSync(output);
  }
}

const lastLines = async (log: string): Promise<string> =>
  (await readFile(log, "utf8")).trimEnd().split("\n").slice(-5).join("\n");

/** `EVIDENCE_PYTHON` alone if it is set, else the first of the usual names that is new enough. */
async function findPython(): Promise<{ command: string; version: string }> {
  const named = process.env["EVIDENCE_PYTHON"];
  const candidates = named ? [named] : ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];
  const seen: string[] = [];
  for (const command of candidates) {
    const version = await pythonVersion(command);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === OLDEST[0] && minor >= OLDEST[1]) return { command, version };
    seen.push(`${command} is ${version}`);
  }
  throw pythonNotUsable(named ?? "PATH", seen, OLDEST.join("."));
}

async function pythonVersion(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, [
      "-c",
      "import platform; print(platform.python_version())",
    ]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
