import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Environment } from "../configs";
import { canonicalString } from "../evidence/event";
import {
  BUNDLE_FILES,
  findExportRecord,
  manifestSchema,
  recordExport,
  type ExportRecord,
  type ExportRequest,
  type Manifest,
} from "../evidence/export";
import { S3RecordStore, vaultBucketOf, type RecordStore } from "../evidence/records";
import { fingerprint, type Signer } from "../evidence/signing";
import { verifyBundle } from "../evidence/verify";

/** The records of an environment's vault. */
export function recordsOf(environment: Environment): RecordStore {
  return new S3RecordStore(vaultBucketOf(environment));
}

/**
 * Writes the record that a finished bundle lacks, as after a crash or a refusal of the store. Nothing is written, and
 * nothing returned, unless the bundle at `out` is the answer to this request, signed with this key, verifies, and has no
 * record yet.
 */
export async function recordLeftBehind(
  out: string,
  request: ExportRequest,
  signer: Signer,
  store: RecordStore,
): Promise<{ manifest: Manifest; record: ExportRecord } | undefined> {
  const manifest = await finishedManifest(out);
  if (manifest === undefined || asked(manifest.request) !== asked(request)) return undefined;
  const ours = fingerprint(signer.publicKeyPem);
  if (manifest.signing_key.fingerprint !== ours || (await findExportRecord(store, out)) !== undefined)
    return undefined;
  const { verified, key } = await verifyBundle(out);
  if (!verified || key.fingerprint !== ours) return undefined;
  return { manifest, record: await recordExport(store, signer, out, manifest) };
}

async function finishedManifest(out: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(out, BUNDLE_FILES.manifest), "utf8").catch(() => "null");
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What makes two requests the same one. */
function asked({ system, environment, period, reference }: ExportRequest | Manifest["request"]): string {
  return canonicalString({ system, environment, period, ...(reference !== undefined && { reference }) });
}
