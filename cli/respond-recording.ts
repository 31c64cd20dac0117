import { canonicalString } from "../evidence/event";
import { recordBundle, type ExportRecord } from "../evidence/export";
import type { RecordStore } from "../evidence/records";
import { responseManifestSchema, type ResponseManifest } from "../evidence/respond";
import type { Signer } from "../evidence/signing";
import { verifyResponse } from "../evidence/verify";
import { recordWhatLacksIt } from "./left-behind";

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

/** Writes the record that a finished answer to this request lacks. */
export const recordAnswerLeftBehind = (
  out: string,
  request: ResponseManifest["request"],
  signer: Signer,
  store: RecordStore,
) =>
  recordWhatLacksIt(
    out,
    {
      schema: responseManifestSchema,
      answers: (manifest) => canonicalString(manifest.request) === canonicalString(request),
      verify: verifyResponse,
      record: (manifest) => recordResponse(store, signer, out, manifest),
    },
    signer,
    store,
  );
