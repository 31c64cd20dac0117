/** Where the sample applications of a world keep their files, and their keys. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Removed with the world. */
export const applicationDir = (worldDir: string): string => join(worldDir, "application");

export interface ApplicationKeys {
  /** For input references. */
  readonly input: Buffer;
  /** For case references. */
  readonly case: Buffer;
  /** For pseudonyms of reviewers. */
  readonly pseudonym: Buffer;
}

const KEY_BYTES = 32;

/**
 * The keys of one system in a world, made at the first call. A real application has them in a secret store; here they
 * are a file that only its owner may read.
 */
export async function applicationKeys(worldDir: string, systemId: string): Promise<ApplicationKeys> {
  const folder = join(applicationDir(worldDir), "keys");
  await mkdir(folder, { recursive: true });
  const file = join(folder, systemId);
  // Two starting at once: the second finds the first one's file.
  await writeFile(file, randomBytes(3 * KEY_BYTES), { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  const bytes = await readFile(file);
  const key = (index: number): Buffer => bytes.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
  return { input: key(0), case: key(1), pseudonym: key(2) };
}
