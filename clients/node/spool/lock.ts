import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Art12ConfigError } from "../errors";

const SUFFIX = ".lock";
/** Longest path of a Unix socket on macOS; Linux takes four more. */
const LONGEST_PATH = 103;
/** Two that start together see each other and both step back: so each looks again after a while. */
const LOOKS = 4;
const LONGEST_PAUSE_MS = 200;

/**
 * Holds a folder for this process. A lock is a Unix socket on which the process listens: the system lets go of it
 * whatever way the process ends, a paused process keeps it, and it is seen from other containers that mount the folder
 * on the same machine, where a process id says nothing. Each process listens on a socket of its own *before* it looks
 * for others, so of two at most one stays.
 */
export class FolderLock {
  private constructor(
    private readonly server: Server,
    private readonly socket: string,
  ) {}

  /** @throws Art12ConfigError when another process has the folder, or sockets cannot be made there at all */
  static async take(folder: string): Promise<FolderLock> {
    for (let look = 1; ; look++) {
      const lock = await FolderLock.#listen(folder);
      if (!(await lock.#othersAlive(folder))) return lock;
      await lock.release();
      if (look === LOOKS) throw taken();
      await pause(Math.random() * LONGEST_PAUSE_MS);
    }
  }

  static async #listen(folder: string): Promise<FolderLock> {
    const socket = path.join(folder, randomUUID().slice(0, 8) + SUFFIX);
    if (Buffer.byteLength(nearest(socket)) > LONGEST_PATH) throw tooLong();
    const server = createServer((visitor) => visitor.destroy());
    // A lock alone must not keep the application running.
    server.unref();
    // In a cluster the parent would listen instead, and go on when this process is dead.
    server.listen({ path: nearest(socket), exclusive: true });
    await once(server, "listening");
    return new FolderLock(server, socket);
  }

  /** Lets go. */
  async release(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.socket, { force: true });
  }

  async #othersAlive(folder: string): Promise<boolean> {
    const others = (await readdir(folder))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => path.join(folder, name))
      .filter((socket) => socket !== this.socket);
    let alive = false;
    for (const socket of others) {
      if (await isListenedOn(socket)) alive = true;
      else await rm(socket, { force: true });
    }
    return alive;
  }
}

/** The shorter spelling of a path: the system takes no long ones for sockets. */
function nearest(socket: string): string {
  const relative = path.relative(process.cwd(), socket);
  return relative.length < socket.length ? relative : socket;
}

/** Only a refusal shows that nobody listens. */
function isListenedOn(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const visitor = connect(nearest(socket));
    visitor.once("connect", () => {
      visitor.destroy();
      resolve(true);
    });
    visitor.once("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(code !== "ECONNREFUSED" && code !== "ENOENT"),
    );
  });
}

function taken(): Art12ConfigError {
  return new Art12ConfigError({
    code: "spool-in-use",
    field: "spool.folder",
    needed: "is held by another process that is alive",
    fix: "give each process a folder of its own, the same one at each start",
  });
}

function tooLong(): Art12ConfigError {
  return new Art12ConfigError({
    code: "bad-option",
    field: "spool.folder",
    needed: "is too long a path for a socket, whole and from the working directory",
    fix: `use a path of at most ${LONGEST_PATH - 1 - 8 - SUFFIX.length} bytes`,
  });
}
