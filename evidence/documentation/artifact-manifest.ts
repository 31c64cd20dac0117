import { z } from "zod";
import type { DocumentStore } from "./document-store";

/** Paths, sizes and digests of a version's artifacts, as a promotion keeps them in the vault. */
const artifactManifest = z.array(
  z.looseObject({ path: z.string(), bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
);

/** What stands at the digest is something else. */
export class NoArtifactManifest extends Error {}

export type KeptArtifacts = z.infer<typeof artifactManifest>;

/**
 * Reads the list of artifacts with this digest.
 *
 * @returns nothing where the vault has none
 * @throws NoArtifactManifest when it is no such list; and what the store throws
 */
export async function readArtifactManifest(
  documents: Pick<DocumentStore, "read">,
  sha256: string,
): Promise<KeptArtifacts | undefined> {
  const source = await documents.read(sha256);
  if (source === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  try {
    return artifactManifest.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  } catch (error) {
    throw new NoArtifactManifest(error instanceof Error ? error.message : String(error));
  }
}
