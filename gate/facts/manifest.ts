import { createHash } from "node:crypto";
import { canonicalString, sha256Hex } from "../../evidence/event";
import type { Upstream } from "../call";
import { Refusal } from "../refusal";
import { get } from "./ask";
import { ListingAnswer } from "./mlflow-forms";
import type { ArtifactManifest, ManifestFile } from "./promotion-facts";

/** A model has dozens of files; more than this is a mistake, or an attempt to keep the gate busy. */
const MAX_FILES = 10_000;
const MAX_DEPTH = 32;
/** Enough to hide the waiting for each other, few enough to leave MLflow's workers to others. */
const AT_ONCE = 4;

const LISTING = "/api/2.0/mlflow-artifacts/artifacts";

/**
 * Lists everything below a folder of artifacts and hashes it while it streams: memory does not grow with the files.
 *
 * @param root below MLflow's artifact root
 * @throws Refusal when something cannot be read, changes its length on the way, or is too much
 */
export async function artifactManifest(upstream: Upstream, root: string): Promise<ArtifactManifest> {
  const listed = await listFiles(upstream, root);
  const files = await inParallel(listed, (file) => hashFile(upstream, root, file));
  return manifestOf(files);
}

/** The manifest of files, whatever their order. */
function manifestOf(files: readonly ManifestFile[]): ArtifactManifest {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sorted, sha256: sha256Hex(canonicalString(sorted)) };
}

interface Listed {
  readonly path: string;
  readonly bytes?: number | undefined;
}

async function listFiles(upstream: Upstream, root: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let folders = [""];
  for (let depth = 0; folders.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw tooMuch(`folders nested deeper than ${MAX_DEPTH}`);
    const next: string[] = [];
    const answers = await inParallel(folders, async (folder) => ({
      folder,
      files: (await get(upstream, LISTING, { path: join(root, folder) }, ListingAnswer)).files,
    }));
    for (const { folder, files } of answers)
      for (const file of files) {
        const path = join(folder, lastOf(file.path));
        if (file.is_dir) next.push(path);
        else found.push({ path, bytes: file.file_size });
      }
    if (found.length + next.length > MAX_FILES) throw tooMuch(`more than ${MAX_FILES} files`);
    folders = next;
  }
  return found;
}

async function hashFile(upstream: Upstream, root: string, file: Listed): Promise<ManifestFile> {
  const sha256 = createHash("sha256");
  let bytes = 0;
  for await (const chunk of await upstream.artifact(join(root, file.path))) {
    sha256.update(chunk);
    bytes += chunk.byteLength;
  }
  if (file.bytes !== undefined && file.bytes !== bytes)
    throw new Refusal(
      "PERMISSION_DENIED",
      `EU AI Act gate: artifact ${file.path} was listed with ${file.bytes} bytes and read with ${bytes}. Nothing was decided; try again.`,
    );
  return { path: file.path, bytes, sha256: sha256.digest("hex") };
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

/** MLflow lists names, older servers whole paths. */
function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function join(folder: string, name: string): string {
  return [folder, name].filter((part) => part !== "").join("/");
}

function tooMuch(what: string): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: the artifacts of this version hold ${what}, more than the gate reads. Log the model without what it does not need.`,
  );
}
