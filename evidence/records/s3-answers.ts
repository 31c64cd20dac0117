import { recordsAccessDenied, UserError } from "../../errors";
import type { ObjectVersion } from "../archive";
import { archiveFault, objectFault as archivedObjectFault } from "../archive/s3-faults";
import { RECORDS_ROOT } from "./record-key";
import type { RecordVault } from "./s3-store";
import type { PutOutcome } from "./store";

/** Another write to the key is under way (409), or S3 failed on its side: whether the object was written is not known. */
const UNSETTLED: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504]);

/** What came of a put that S3 did not confirm. Throws UserError where trying again would not help. */
export function putOutcome(error: unknown, vault: RecordVault): PutOutcome {
  const status = statusOf(error);
  // "At least one of the pre-conditions you specified did not hold": there is an object.
  if (status === 412) return { is: "taken" };
  const fault = storeFault(error, vault);
  if ((status !== undefined && UNSETTLED.has(status)) || isConnectionFault(fault)) {
    return {
      is: "unsettled",
      why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
  throw fault;
}

/** A fault of the whole store, as the UserError that says what to do; anything unforeseen comes back as it is. */
export function storeFault(error: unknown, vault: RecordVault): unknown {
  const { bucket, region } = vault;
  const fault = archiveFault(error, { bucket, region, path: RECORDS_ROOT.slice(0, -1) });
  // A gateway or an emulated S3 may refuse without saying more than 403.
  const refused = isUserError(fault, "archive-access-denied") || (fault === error && statusOf(error) === 403);
  return refused ? recordsAccessDenied(bucket) : fault;
}

/** A fault while one version is read. */
export function objectFault(error: unknown, version: ObjectVersion, vault: RecordVault): unknown {
  const fault = archivedObjectFault(error, version, { ...vault, path: RECORDS_ROOT.slice(0, -1) });
  return fault === error ? storeFault(error, vault) : fault;
}

function isConnectionFault(fault: unknown): boolean {
  return (
    isUserError(fault, "archive-endpoint-unreachable") ||
    (fault as { code?: unknown } | null)?.code === "EPIPE"
  );
}

function isUserError(fault: unknown, code: string): boolean {
  return fault instanceof UserError && fault.code === code;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}
