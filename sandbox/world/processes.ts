/**
 * Processes that outlive the command that started them, and how to find them again.
 *
 * A process id says nothing after a while: the system hands it out again. So each process gets a random marker in its
 * environment, its children inherit it, and only a process that carries the marker is ever signalled. The marker is
 * written down *before* the process starts, so that even a start that was killed leaves nothing that cannot be found.
 */
import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** The environment variable that holds a process's marker. */
export const MARKER_VARIABLE = "EVIDENCE_SANDBOX_PROCESS";

export interface DetachedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Standard output and error are appended to this file. */
  readonly log: string;
  readonly marker: string;
  /** Whom it runs as. @default this process's user */
  readonly uid?: number;
  readonly gid?: number;
}

export interface DetachedProcess {
  readonly pid: number;
  /** Why it ended, as soon as it has; `undefined` while it runs. */
  readonly ended: () => string | undefined;
}

/**
 * Starts a process in a session of its own: it survives its parent and gets no Ctrl-C of the parent's terminal.
 * Throws what `spawn` reports when the command cannot be run at all.
 */
export async function startDetached(spec: DetachedCommand): Promise<DetachedProcess> {
  const log = openSync(spec.log, "a");
  try {
    const child = spawn(spec.command, spec.args, {
      detached: true,
      stdio: ["ignore", log, log],
      cwd: spec.cwd,
      ...(spec.uid !== undefined && { uid: spec.uid }),
      ...(spec.gid !== undefined && { gid: spec.gid }),
      env: { ...spec.env, [MARKER_VARIABLE]: spec.marker },
    });
    let ended: string | undefined;
    child.once("exit", (code, signal) => (ended = signal ? `signal ${signal}` : `exit code ${code}`));
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    return { pid: child.pid as number, ended: () => ended };
  } finally {
    closeSync(log);
  }
}

/** The ids of all running processes that carry the marker: the one started with it and its descendants. */
export async function processesMarked(marker: string): Promise<number[]> {
  const entry = `${MARKER_VARIABLE}=${marker}`;
  if (!existsSync("/proc/self/environ")) return processesMarkedByPs(entry);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const marked = await Promise.all(
    pids.map(async (pid) => {
      // Gone since the listing, or another user's: in both cases not ours.
      const environ = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environ.split("\0").includes(entry);
    }),
  );
  return pids.filter((_, index) => marked[index]).map(Number);
}

/** macOS has no /proc; its `ps -E` prints the environment behind the command. */
async function processesMarkedByPs(entry: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axwwE", "-o", "pid=,command="], {
    maxBuffer: 1 << 26,
  });
  return stdout
    .split("\n")
    .filter((line) => line.includes(entry))
    .map((line) => Number.parseInt(line, 10));
}

/**
 * Ends every process that carries the marker: SIGTERM, then SIGKILL for what is left after `graceMs`.
 * Returns when none is left; ending what does not run is no error.
 */
export async function stopMarked(marker: string, graceMs = 10_000): Promise<void> {
  const killAt = Date.now() + graceMs;
  const asked = new Set<number>();
  for (let left = await processesMarked(marker); left.length > 0; left = await processesMarked(marker)) {
    const late = Date.now() >= killAt;
    for (const pid of left) {
      if (late) signal(pid, "SIGKILL");
      else if (!asked.has(pid)) signal(pid, "SIGTERM");
      asked.add(pid);
    }
    await sleep(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
