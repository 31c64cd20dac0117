import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** Since when a file of thresholds stands as it does, or why that cannot be told, which is never a pass (Art 9(8)). */
export type ThresholdsProvenance =
  | {
      /** Name of the file below `thresholds/`. */
      readonly file: string;
      readonly sha256: string;
      readonly commit: string;
      /** When the commit came to the branch, ISO 8601, as its committer's clock had it. */
      readonly committedAt: string;
    }
  | { readonly file: string; readonly sha256?: string; readonly unknownBecause: string };

const GIT_TIMEOUT_MS = 20_000;

/**
 * The last commit that changed the file on the branch that is checked out.
 *
 * Only the first parent of each merge is followed: thresholds that were written on a side branch on Monday and merged on
 * Wednesday stand since Wednesday. The time is the committer's, and a person who may push can choose it: branch protection, and
 * a merge made by the code host, are what it rests on.
 *
 * @param path of the file
 */
export function provenanceByGit(path: string): ThresholdsProvenance {
  const file = basename(path);
  const folder = dirname(resolve(path));
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return { file, unknownBecause: "the file cannot be read" };
  }
  const sha256 = sha256Of(bytes);
  const unknown = (unknownBecause: string): ThresholdsProvenance => ({ file, sha256, unknownBecause });
  const git = (...args: string[]) => run(folder, args);

  const shallow = git("rev-parse", "--is-shallow-repository");
  if (shallow.missing) return unknown("git is not installed here");
  if (!shallow.ok) return unknown("the file is in no git repository that can be read here");
  if (shallow.out === "true")
    return unknown("the clone is shallow, so that the commit that changed the file last may be missing");
  const committed = git("log", "-1", "--first-parent", "--format=%H %cI", "--", `./${file}`);
  if (!committed.ok || committed.out === "") return unknown("the file is in no commit");
  const [commit = "", committedAt = ""] = committed.out.split(" ");
  const inHead = git("show", `HEAD:./${file}`);
  if (!inHead.ok) return unknown("the last commit does not hold the file");
  if (sha256Of(inHead.bytes) !== sha256) return unknown("the file has changes that are not committed");
  if (!/^[0-9a-f]{40,64}$/.test(commit) || Number.isNaN(Date.parse(committedAt)))
    return unknown("git gave an answer that cannot be read");
  return { file, sha256, commit, committedAt: new Date(committedAt).toISOString() };
}

/** What a commit's file was given as, checked against the file that is there. */
export function provenanceByNote(path: string, notes: readonly ThresholdsProvenance[]): ThresholdsProvenance {
  const file = basename(path);
  const note = notes.find((each) => each.file === file);
  if (!note) return { file, unknownBecause: "the provenance file does not name it" };
  let sha256: string;
  try {
    sha256 = sha256Of(readFileSync(path));
  } catch {
    return { file, unknownBecause: "the file cannot be read" };
  }
  if ("unknownBecause" in note)
    return { file, sha256, unknownBecause: `where the provenance file was written, ${note.unknownBecause}` };
  return note.sha256 === sha256
    ? note
    : { file, sha256, unknownBecause: "it is not the file that the provenance file was written for" };
}

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Where git looks for a repository is decided by the folder alone, not by what the caller's environment says. */
function run(folder: string, args: readonly string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const { error, status, stdout } = spawnSync("git", ["-C", folder, ...args], {
    env: { ...env, GIT_OPTIONAL_LOCKS: "0" },
    timeout: GIT_TIMEOUT_MS,
  });
  const bytes = stdout ?? Buffer.alloc(0);
  const missing = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  return { missing, ok: status === 0, bytes, out: bytes.toString("utf8").trim() };
}
