import { UserError } from "../../errors";
import type { Decision } from "../decisions/gate-book";
import {
  loadedFolderDigest,
  NoArtifactManifest,
  readArtifactManifest,
  type DocumentStore,
  type KeptArtifacts,
} from "../documentation";
import type { Loaded } from "./judge";
import type { Use } from "./uses";

/**
 * Says whether what an application loaded is what was decided on, from the list of artifacts that the promotion kept: the
 * whole folder, as the clients digest it or by the digest of the list itself, or one file of it, where the application was
 * given a file; the digest of an empty file names nothing.
 */
export function loadedFrom(
  documents: Pick<DocumentStore, "read">,
): (use: Use, by: Decision) => Promise<Loaded> {
  const lists = new Map<string, KeptArtifacts | string>();
  return async ({ artifactSha256 }, { details: { model } }) => {
    const { artifactSha256: decided } = model;
    if (decided === undefined) return { because: "the decision names no artifacts" };
    const list = lists.get(decided) ?? (await listOf(documents, decided));
    lists.set(decided, list);
    if (typeof list === "string") return { because: list };
    const same =
      artifactSha256 === decided ||
      loadedFolderDigest(list) === artifactSha256 ||
      list.some(({ sha256, bytes }) => bytes > 0 && sha256 === artifactSha256);
    return same ? "same" : "other";
  };
}

async function listOf(
  documents: Pick<DocumentStore, "read">,
  sha256: string,
): Promise<KeptArtifacts | string> {
  try {
    return (await readArtifactManifest(documents, sha256)) ?? "the vault holds no list of its artifacts";
  } catch (error) {
    if (error instanceof NoArtifactManifest)
      return `their list in the vault is something else (${error.message})`;
    if (error instanceof UserError) return `their list cannot be read from the vault (${error.headline})`;
    throw error;
  }
}
