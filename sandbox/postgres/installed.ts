/** PostgreSQL of this machine, where there is one: nothing is installed for it. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** The server's programs. */
export interface PostgresInstallation {
  /** Folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** Whom they run as where this process is root: the server refuses root. */
  readonly user?: SystemUser;
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where packages put each major version beside others, newest looked at first. */
const VERSIONED = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];

/**
 * The server that `EVIDENCE_POSTGRES_BIN` names (`none`: as if there were none), else that of the PATH, else the newest
 * one found. Not usable here: why, in words.
 */
export async function findPostgres(): Promise<PostgresInstallation | { readonly missing: string }> {
  const named = process.env["EVIDENCE_POSTGRES_BIN"];
  if (named === "none") return { missing: "EVIDENCE_POSTGRES_BIN is none" };
  const onPath = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const folders = named ? [named] : [...onPath, ...(await versionedFolders())];
  const bin = folders.find((folder) =>
    ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
  );
  if (bin === undefined)
    return { missing: `no initdb and postgres in ${named ?? "PATH or the usual folders"}` };
  if (process.getuid?.() !== 0) return { bin };
  const user = await systemUser("postgres");
  return user ? { bin, user } : { missing: "PostgreSQL does not run as root, and there is no user postgres" };
}

async function versionedFolders(): Promise<string[]> {
  const found = await Promise.all(
    VERSIONED.map(async (parent) => {
      const names = await readdir(parent).catch(() => []);
      return names.filter((name) => /(^|@)\d+$/.test(name)).map((name) => join(parent, name, "bin"));
    }),
  );
  const version = (folder: string): number => Number(/(\d+)\/bin$/.exec(folder)?.[1]);
  return found.flat().sort((a, b) => version(b) - version(a));
}

async function systemUser(name: string): Promise<SystemUser | undefined> {
  const id = async (flag: string): Promise<number> =>
    Number((await promisify(execFile)("id", [flag, name])).stdout);
  try {
    return { uid: await id("-u"), gid: await id("-g") };
  } catch {
    return undefined;
  }
}
