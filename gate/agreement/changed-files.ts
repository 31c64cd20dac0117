import { readArtifactManifest, type DocumentStore, type KeptArtifacts } from "../../evidence/documentation";
import type { ArtifactManifest } from "../facts/promotion-facts";

/**
 * Says of each file that is not as it was decided on what became of it, by path.
 *
 * @param decided digest of the manifest that was decided on
 * @returns a text for each; or why it cannot be told, which makes no difference to that they differ
 */
export async function changedFiles(
  decided: string,
  now: ArtifactManifest,
  documents: Pick<DocumentStore, "read">,
): Promise<{ readonly files: readonly string[] } | { readonly because: string }> {
  try {
    const before = await readArtifactManifest(documents, decided);
    if (before === undefined) return { because: "the vault holds no list of them" };
    return { files: differences(before, now.files) };
  } catch (error) {
    return { because: `their list cannot be read from the vault (${wordsOf(error)})` };
  }
}

function differences(before: KeptArtifacts, now: ArtifactManifest["files"]): readonly string[] {
  const then = new Map(before.map((file) => [file.path, file]));
  const there = new Map(now.map((file) => [file.path, file]));
  return [...new Set([...then.keys(), ...there.keys()])].sort().flatMap((path) => {
    const [was, is] = [then.get(path), there.get(path)];
    if (was === undefined) return is === undefined ? [] : [`${path} was added: ${bytesOf(is)}`];
    if (is === undefined) return [`${path} is gone: it was ${bytesOf(was)}`];
    return was.sha256 === is.sha256
      ? []
      : [`${path} was replaced: it was ${bytesOf(was)}, and is ${bytesOf(is)}`];
  });
}

const bytesOf = ({ bytes, sha256 }: ArtifactManifest["files"][number]): string =>
  `${bytes} bytes of SHA-256 ${sha256}`;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
