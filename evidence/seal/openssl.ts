import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { opensslMissing } from "../../errors";

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

/** What a run of openssl came to; it says "no" by its exit code. */
export type OpensslAnswer =
  { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

/** Runs the openssl program, without a shell. Throws UserError when there is none. */
export async function openssl(...args: string[]): Promise<OpensslAnswer> {
  try {
    const { stdout } = await run("openssl", args, { timeout: TIMEOUT_MS, encoding: "utf8" });
    return { ok: true, stdout };
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === "ENOENT") throw opensslMissing();
    return { ok: false, why: lastWords(stderr ?? "") || message };
  }
}

/** Does something with a folder of its own for openssl's files, and removes it. */
export async function inWorkFolder<Result>(action: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "evidence-seal-"));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The reason at the end of openssl's last error line: `...:certificate verify error:...:Verify error:expired`. */
function lastWords(stderr: string): string {
  const errors = stderr.split("\n").filter((line) => line.includes(":error:"));
  return (errors.at(-1) ?? "").split(":").slice(-2).join(": ").trim();
}
