import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { bundleMissing } from "../errors";
import { bundleLog, linesLog, noLocks, type LogSource } from "../evidence/chain";
import { FolderDocumentStore, type DocumentStore } from "../evidence/documentation";
import { readKeyRing, type KeyRing, type RecordStore } from "../evidence/records";
import { EXPORT_FOLDER, RESPONSE_FILES, responseRecords } from "../evidence/respond";
import { againstAnswer } from "../evidence/verify";

/** What of a manifest tells where the log is from, in an export as in an answer. */
const manifestSchema = z.looseObject({
  request: z.looseObject({ environment: z.string(), system: z.string().optional() }),
});

/** A bundle as all there is to follow a chain through. */
export interface BundleParts {
  readonly environment: string | undefined;
  readonly log: LogSource;
  readonly records: RecordStore;
  /** An export bundle, and no answer. */
  readonly logAlone: boolean;
  readonly documents: Pick<DocumentStore, "read">;
  readonly locks: ReturnType<typeof noLocks>;
  readonly ring: KeyRing;
  readonly ringFrom?: string;
}

/**
 * Opens an answer to an authority, or an export bundle, which has no records.
 *
 * @param keys the reader's own key ring. @default the bundle's, which shows that its parts fit, not whose keys they are
 */
export async function openBundle(
  dir: string,
  { keys, timestampCa }: { readonly keys?: string | undefined; readonly timestampCa?: string | undefined },
): Promise<BundleParts> {
  if (!existsSync(dir)) throw bundleMissing(dir);
  const ring = await readKeyRing(keys ?? path.join(dir, RESPONSE_FILES.keyRing));
  const exported = path.join(dir, EXPORT_FOLDER);
  const places = path.join(dir, RESPONSE_FILES.places);
  const records = await responseRecords(dir);
  const folder = existsSync(exported) ? exported : dir;
  const log = existsSync(places)
    ? linesLog(places, { records, ring })
    : bundleLog(folder, ring, { timestampCa });
  const parts = [exported, places, path.join(dir, RESPONSE_FILES.records)];
  const isAnswer = parts.some((part) => existsSync(part));
  return {
    environment: await environmentIn(path.join(dir, RESPONSE_FILES.manifest)),
    log: isAnswer ? speakingAgainst(log, await againstAnswer(dir, ring)) : log,
    records,
    logAlone: !isAnswer,
    documents: new FolderDocumentStore(dir),
    locks: noLocks("a bundle holds no objects; S3 tells their locks"),
    ring,
    ...(keys === undefined && {
      ringFrom: "the bundle's own: compare the keys' fingerprints with those known by other means",
    }),
  };
}

/** A log, and what speaks against the answer that it is part of. */
function speakingAgainst(log: LogSource, against: readonly string[]): LogSource {
  return {
    ...{ kind: log.kind, name: log.name, objectsOf: (entries) => log.objectsOf(entries) },
    async find(sought, take) {
      const searched = await log.find(sought, take);
      return { ...searched, against: [...(searched.against ?? []), ...against] };
    },
  };
}

async function environmentIn(manifest: string): Promise<string | undefined> {
  const text = await readFile(manifest, "utf8").catch(() => "{}");
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data?.request.environment;
  } catch {
    return undefined;
  }
}
