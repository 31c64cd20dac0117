import { canonicalString, sha256Hex } from "../../../evidence/event";
import { appendRecord, type AppendedRecord, type RecordStore } from "../../../evidence/records";
import type { Signer } from "../../../evidence/signing";
import type { CallFinding, Detection } from "./detection";

/** Bytes of findings one record holds: the whole must stay under the limit of its kind. */
const FINDINGS_BYTES = 40 * 1024;
const MOST_ADDRESSES = 20;

/**
 * Writes the signed record of a check, also of one that found nothing: that somebody looked is worth knowing, too. Its
 * subject is the whole report, by the digest of its canonical form.
 *
 * @throws UserError when the store refuses it
 */
export function recordDetection(
  store: RecordStore,
  signer: Signer,
  detection: Detection,
): Promise<AppendedRecord> {
  return appendRecord(store, signer, {
    stream: "detector",
    kind: "drift-check",
    role: "detector",
    subject: [
      {
        name: `calls/${detection.environment}`,
        digest: { sha256: sha256Hex(canonicalString(detection)) },
      },
    ],
    details: detectionDetails(detection),
  });
}

/** What the record says: counts whole, findings as many as fit, in the report's order. */
function detectionDetails(detection: Detection) {
  const { environment, period, calls, deployments, trail, datadogAudit } = detection;
  const codes = new Map<string, number>();
  for (const { code } of trail.findings) codes.set(code, (codes.get(code) ?? 0) + 1);
  return {
    check: "calls" as const,
    environment,
    period: { ...period },
    calls: { ...calls },
    ...fitting(detection),
    deployments: deployments.inPeriod,
    doubtfulDeployments: deployments.doubtful.length,
    trail: {
      files: trail.files,
      records: trail.records,
      regions: trail.coverage.map(({ region }) => region),
      findings: [...codes].map(([code, count]) => ({ code, count })),
    },
    ...(datadogAudit && { datadogAuditEvents: datadogAudit.events }),
  };
}

function fitting({ findings, leftOut }: Detection) {
  const shown: ReturnType<typeof short>[] = [];
  let bytes = 0;
  for (const finding of findings) {
    const one = short(finding);
    bytes += Buffer.byteLength(JSON.stringify(one));
    if (bytes > FINDINGS_BYTES) break;
    shown.push(one);
  }
  return { findings: shown, findingsLeftOut: findings.length - shown.length + leftOut };
}

function short({ kind, addresses, who, via, call, error, count, first, last, eventIds }: CallFinding) {
  return {
    kind,
    addresses: addresses.slice(0, MOST_ADDRESSES).map(oneLine),
    who: oneLine(who),
    via,
    call: oneLine(call),
    ...(error !== undefined && { error: oneLine(error) }),
    ...{ count, first, last, eventIds: eventIds.map(oneLine) },
  };
}

/** What others wrote into a log goes into one printable line of a record. */
const oneLine = (text: string): string => text.replace(/[^ -~]/g, "_").slice(0, 512) || "_";
