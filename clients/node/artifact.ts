import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Art12ConfigError } from "./errors";

/**
 * Digest of a model artefact, as 64 hex digits.
 *
 * A file: SHA-256 of its bytes. A folder: SHA-256 of its manifest, which has one line a file, `<sha256><two
 * spaces><path>` with a line feed, paths relative with "/", sorted by their UTF-8 bytes. Hidden files count, empty
 * folders do not. The same digest comes from
 *
 *     find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
 *
 * run in the folder. Links inside are refused, because what they lead to may change.
 * @throws Art12ConfigError where there is nothing to digest, or no reproducible digest.
 */
export async function artifactDigest(location: string): Promise<string> {
  const root = await realpath(location).catch((cause: unknown) => {
    throw artifactError("is not there", "pass the path the model was loaded from", cause);
  });
  return (await stat(root)).isDirectory() ? folderDigest(root) : fileDigest(root);
}

async function folderDigest(root: string): Promise<string> {
  const files = (await filesIn(root, "")).map((file) => ({ file, bytes: Buffer.from(file) }));
  if (files.length === 0)
    throw artifactError("is an empty folder", "pass the folder that holds the model's files");
  files.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const manifest = createHash("sha256");
  for (const { file } of files) manifest.update(`${await fileDigest(path.join(root, file))}  ${file}\n`);
  return manifest.digest("hex");
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(root, name);
      if (!entry.isFile()) {
        throw artifactError(
          "holds a link or a special file",
          "pass a folder of regular files, with links resolved",
        );
      }
      if (/[\\\n\r]/.test(name)) {
        throw artifactError("holds a file name with a backslash or a line break", "rename the file");
      }
      return [name];
    }),
  );
  return found.flat();
}

async function fileDigest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function artifactError(needed: string, fix: string, cause?: unknown): Art12ConfigError {
  return new Art12ConfigError({
    code: "no-artifact-digest",
    field: "model.artifact.path",
    needed,
    fix,
    cause,
  });
}
