import type { Environment } from "../configs";
import { canonicalString } from "../evidence/event";
import { manifestSchema, recordExport, type ExportRequest, type Manifest } from "../evidence/export";
import { S3RecordStore, vaultBucketOf, type RecordStore } from "../evidence/records";
import type { Signer } from "../evidence/signing";
import { verifyBundle } from "../evidence/verify";
import { recordWhatLacksIt } from "./left-behind";

/** The records of an environment's vault. */
export function recordsOf(environment: Environment): RecordStore {
  return new S3RecordStore(vaultBucketOf(environment));
}

/** Writes the record that a finished bundle for this request lacks. */
export const recordLeftBehind = (out: string, request: ExportRequest, signer: Signer, store: RecordStore) =>
  recordWhatLacksIt(
    out,
    {
      schema: manifestSchema,
      answers: (manifest) => asked(manifest.request) === asked(request),
      verify: (folder) => verifyBundle(folder),
      record: (manifest) => recordExport(store, signer, out, manifest),
    },
    signer,
    store,
  );

/** What makes two requests the same one. */
function asked({ system, environment, period, reference }: ExportRequest | Manifest["request"]): string {
  return canonicalString({ system, environment, period, ...(reference !== undefined && { reference }) });
}
