import { lstat, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { Art12ConfigError } from "../errors";

/** Bits of a mode that let others than the owner write. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * The folder of a spool that holds the chains, made if it is not there. Whoever can write there can have events sent, and
 * a chain's end signed, in this application's name: so it must be its user's, and nobody else's.
 * @throws Art12ConfigError where it is not
 */
export async function privateChainsFolder(spool: string): Promise<string> {
  const chains = path.join(spool, "chains");
  await mkdir(spool, { recursive: true, mode: 0o700 });
  await mkdir(chains, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  // Not `stat`: a link may be led elsewhere between two looks.
  const found = await lstat(chains);
  if (!found.isDirectory()) throw notPrivate("must be a folder, not a link or a file");
  if (found.uid !== process.getuid?.()) throw notPrivate("must belong to the user that this process runs as");
  if ((found.mode & WRITABLE_BY_OTHERS) !== 0)
    throw notPrivate("must not be writable for its group or for others");
  return chains;
}

/** Names of the chains in their folder, the oldest first: they begin with the time of their start. */
export async function chainNames(chains: string): Promise<string[]> {
  const entries = await readdir(chains, { withFileTypes: true });
  // Files and links are nobody's chain.
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

function notPrivate(needed: string): Art12ConfigError {
  return new Art12ConfigError({
    code: "spool-not-private",
    field: "spool.folder",
    needed: `its folder "chains" ${needed}`,
    fix: "see who made it; then mend owner and mode (chown, chmod 700), or give another folder",
  });
}
