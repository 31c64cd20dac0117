/** One writer at a time in a folder, by a lock file that a dead holder cannot keep. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { sandboxLocked } from "../../errors";

interface Holder {
  readonly id: string;
  readonly pid: number;
  /** When that process started: tells it from a later process with the same id. */
  readonly started: string;
}

/**
 * Runs `work` while holding the lock file, waiting for another holder up to `waitMs`.
 * A lock whose process is gone is taken over. Throws the user fault `sandbox-locked` when the wait is over, and the
 * signal's reason when it is aborted while waiting.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { waitMs = 180_000, signal }: { waitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const own: Holder = {
    id: randomUUID(),
    pid: process.pid,
    started: (await processStart(process.pid)) ?? "",
  };
  const deadline = Date.now() + waitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await tryTake(file, own)) break;
    const holder = await readHolder(file);
    if (holder && (await processStart(holder.pid)) !== holder.started) await discard(file, holder);
    else if (holder && Date.now() >= deadline) throw sandboxLocked(file, holder.pid);
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Links a finished file into place: the lock never exists without its holder's name in it. */
async function tryTake(file: string, own: Holder): Promise<boolean> {
  const draft = `${file}.${own.id}`;
  await writeFile(draft, JSON.stringify(own));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Moves a dead holder's lock aside; if another process was quicker and the lock is a fresh one, puts it back. */
async function discard(file: string, dead: Holder): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved?.id !== dead.id) await link(aside, file);
  await rm(aside, { force: true });
}

/** The start time of a process as the system states it, or `undefined` when there is no such process. */
async function processStart(pid: number): Promise<string | undefined> {
  if (existsSync("/proc/self/stat")) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    // Field 22 (proc(5)), counted after the command name, which may itself hold spaces and brackets.
    return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  }
  return promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
