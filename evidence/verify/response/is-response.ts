import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { RESPONSE_FILES, saysResponse } from "../../respond";

/** No manifest is longer, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Whether a folder is to be verified as an answer to an authority: by its manifest's word, or, where that cannot be read, by a
 * file that no export bundle has. What it is not, the verification itself tells.
 */
export async function isResponse(folder: string): Promise<boolean> {
  const manifest = path.join(folder, RESPONSE_FILES.manifest);
  if ((await plainBytes(manifest)) <= MAX_BYTES) return saysResponse(await readFile(manifest, "utf8"));
  return (await plainBytes(path.join(folder, RESPONSE_FILES.records))) < Infinity;
}

/** Size of a plain file; of anything else, for a link could lead anywhere, without end. */
async function plainBytes(file: string): Promise<number> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isFile() ? found.size : Infinity;
}
