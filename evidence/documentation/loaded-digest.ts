import { sha256Hex } from "../event";
import type { KeptArtifacts } from "./artifact-manifest";

/**
 * What an application logs as digest of the model it loaded, worked out from the list of artifacts that a promotion kept:
 * of the whole folder, SHA-256 over one line `<sha256><two spaces><path>` a file, sorted by the paths' bytes, as the clients
 * and `sha256sum` make it. The gate's own digest is of the list's canonical JSON: another number for the same files.
 */
export function loadedFolderDigest(files: KeptArtifacts): string {
  const lines = files
    .map(({ path, sha256 }) => ({ bytes: Buffer.from(path), line: `${sha256}  ${path}\n` }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ line }) => line);
  return sha256Hex(lines.join(""));
}
