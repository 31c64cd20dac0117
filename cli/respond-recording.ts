import { readFile } from "node:fs/promises";
import path from "node:path";
import { canonicalString } from "../evidence/event";
import { findExportRecord, recordBundle, type ExportRecord } from "../evidence/export";
import type { RecordStore } from "../evidence/records";
import { RESPONSE_FILES, responseManifestSchema, type ResponseManifest } from "../evidence/respond";
import { fingerprint, type Signer } from "../evidence/signing";
import { verifyResponse } from "../evidence/verify";

/** Records a finished answer by the digest of its manifest, as an export is. @throws UserError when it is not written */
export function recordResponse(
  store: RecordStore,
  signer: Signer,
  out: string,
  { request, export: exported, case: entries, records }: ResponseManifest,
): Promise<ExportRecord> {
  return recordBundle(store, signer, out, {
    request,
    events: exported?.events ?? entries?.entries ?? 0,
    findings: (exported?.findings ?? 0) + records.findings,
  });
}

/**
 * Writes the record that a finished answer lacks, as after a crash or a refusal of the store. Nothing is written, and nothing
 * returned, unless the folder at `out` answers this request, is signed with this key, verifies, and has no record yet.
 */
export async function recordAnswerLeftBehind(
  out: string,
  request: ResponseManifest["request"],
  signer: Signer,
  store: RecordStore,
): Promise<{ manifest: ResponseManifest; record: ExportRecord } | undefined> {
  const manifest = await finishedManifest(out);
  if (manifest === undefined || canonicalString(manifest.request) !== canonicalString(request))
    return undefined;
  const ours = fingerprint(signer.publicKeyPem);
  if (manifest.signing_key.fingerprint !== ours || (await findExportRecord(store, out)) !== undefined)
    return undefined;
  const { verified, key } = await verifyResponse(out);
  if (!verified || key.fingerprint !== ours) return undefined;
  return { manifest, record: await recordResponse(store, signer, out, manifest) };
}

async function finishedManifest(out: string): Promise<ResponseManifest | undefined> {
  const text = await readFile(path.join(out, RESPONSE_FILES.manifest), "utf8").catch(() => "null");
  try {
    return responseManifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
