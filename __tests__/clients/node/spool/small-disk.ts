import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

/** A real file system of few kilobytes, in memory, that only this test sees. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the space there is. */
  readonly fill: () => void;
  /** Gives it back. */
  readonly free: () => void;
  readonly remove: () => Promise<void>;
}

/** A name space for mounts of its own: for root, or for anybody where the system allows such. */
const UNSHARE = process.getuid?.() === 0 ? ["-m"] : ["-rm"];

/** Why no such disk can be had here; nothing where it can. */
export function noSmallDisk(): string | undefined {
  const tried = spawnSync("unshare", [...UNSHARE, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]);
  if (tried.error) return `unshare cannot be run (${tried.error.message})`;
  return tried.status === 0 ? undefined : `this machine mounts none (${String(tried.stderr).trim()})`;
}

/**
 * Mounts one. It lives in the name space of a process that does nothing, is reached through that process in /proc, and
 * ends with it, however this test ends.
 */
export async function smallDisk(kilobytes: number): Promise<SmallDisk> {
  const mount = `mount -t tmpfs -o size=${kilobytes}k,mode=0700 tmpfs /mnt && echo mounted && exec cat`;
  const holder = spawn("unshare", [...UNSHARE, "sh", "-c", mount], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(holder, "close");
  await once(createInterface({ input: holder.stdout }), "line");
  const folder = `/proc/${holder.pid}/root/mnt`;
  const ballast = path.join(folder, "ballast");
  return {
    folder,
    fill: () => {
      try {
        for (let grown = 1; ; grown++) writeFileSync(ballast, Buffer.alloc(4096 * grown, 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: async () => {
      holder.stdin.end();
      await ended;
    },
  };
}
