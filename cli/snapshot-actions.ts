import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EXIT, snapshotNotFound, snapshotOptionInvalid } from "../errors";
import { parseStart } from "../evidence/export";
import {
  readCopy,
  SNAPSHOT_STREAM,
  takeSnapshot,
  verifySnapshots,
  type MonitoringCopy,
  type SnapshotRun,
} from "../evidence/monitoring";
import {
  mustBeEntitled,
  peekRecord,
  readKeyRing,
  readRecord,
  readRecords,
  recordKey,
  type Details,
} from "../evidence/records";
import type { DocumentStore } from "../evidence/documentation";
import { environmentKey } from "../evidence/signing";
import { datadogAccess } from "./datadog-access";
import { Progress } from "./progress";
import { signerOf } from "./signer-of";
import type { CheckOptions, ShowOptions, SnapshotOptions, TakeOptions } from "./snapshot";
import {
  printCopies,
  printRun,
  printSnapshots,
  printVerification,
  type ListedSnapshot,
} from "./snapshot-output";
import { vaultOf } from "./vault-of";

const NEEDS = {
  permissions: "the permissions monitors_read, events_read, slos_read and audit_logs_read",
  fix: "set them in the environment",
};

/** `evidence snapshot monitoring` */
export async function takeMonitoring(options: TakeOptions): Promise<void> {
  const { environment, records, documents } = vaultOf(options);
  const access = datadogAccess(environment, NEEDS);
  const since = options.since === undefined ? undefined : sinceOf(options.since);
  const ring = await readKeyRing(options.keys);
  const key = options.signingKey ?? environmentKey(environment, "detector");
  const signer = options.dryRun ? undefined : await signerOf(key, environment.aws.region);
  if (signer) mustBeEntitled(ring, signer, "detector");
  const work = await mkdtemp(path.join(tmpdir(), "evidence-snapshot-"));
  const progress = new Progress();
  try {
    const run = await takeSnapshot({
      environment: environment.id,
      organisation: environment.datadog.org,
      ...{ access, records, documents, ring, signer, since, work, actor: options.actor },
      settledAfterMinutes: options.settledAfterMinutes,
      onProgress: (doing) => progress.say(doing),
    });
    progress.done();
    printRun(run, options);
    if (hasFindings(run)) process.exitCode = EXIT.finding;
  } finally {
    progress.done();
    await rm(work, { recursive: true, force: true });
  }
}

const hasFindings = ({ taken, doubtful }: SnapshotRun): boolean =>
  doubtful.length > 0 || taken.some(({ details }) => details.missing.length > 0);

/** `evidence snapshot list` */
export async function listSnapshots(options: SnapshotOptions): Promise<void> {
  const { environment, records } = vaultOf(options);
  const listed: ListedSnapshot[] = [];
  for await (const { bytes } of readRecords(records, SNAPSHOT_STREAM)) {
    const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "it cannot be read";
    if (typeof peeked === "string" || peeked.said.kind !== "monitoring-snapshot") continue;
    const { sequence, details } = peeked.said.statement.predicate;
    if (details.environment === environment.id) listed.push({ number: sequence, ...details });
  }
  printSnapshots(listed, options.json);
}

/** `evidence snapshot show` */
export async function showSnapshot(number: string, options: ShowOptions): Promise<void> {
  if (!/^[1-9][0-9]{0,11}$/.test(number)) throw snapshotOptionInvalid("<number>", number, "a number from 1");
  const { records, documents } = vaultOf(options);
  const record = await readRecord(records, recordKey(SNAPSHOT_STREAM, Number(number)));
  const peeked = Buffer.isBuffer(record?.bytes) ? peekRecord(record.bytes) : undefined;
  if (peeked === undefined || typeof peeked === "string" || peeked.said.kind !== "monitoring-snapshot")
    throw snapshotNotFound(`${records.name}/${SNAPSHOT_STREAM}`, number);
  const { details } = peeked.said.statement.predicate;
  if (options.what === undefined) return console.log(JSON.stringify(details, undefined, 2));
  const missing = details.missing.filter(({ what }) => what === options.what);
  for (const { because } of missing) console.error(`missing: ${because}`);
  printCopies(await copiesOf(details, options.what, documents));
  if (missing.length > 0) process.exitCode = EXIT.finding;
}

async function copiesOf(
  details: Details<"monitoring-snapshot">,
  wanted: string,
  documents: DocumentStore,
): Promise<readonly MonitoringCopy[]> {
  const copies: MonitoringCopy[] = [];
  for (const document of details.documents.filter(({ what }) => what === wanted)) {
    const copy = await readCopy(documents, document);
    if (copy === undefined) throw snapshotNotFound(documents.name, document.sha256);
    copies.push(copy);
  }
  return copies;
}

/** `evidence snapshot verify` */
export async function verifyMonitoring(options: CheckOptions): Promise<void> {
  const { environment, records, documents } = vaultOf(options);
  const ring = await readKeyRing(options.keys);
  const verified = await verifySnapshots({ records, documents, ring, environment: environment.id });
  if (verified.records === 0) throw snapshotNotFound(`${records.name}/${SNAPSHOT_STREAM}`, "any");
  printVerification(verified, options.json);
  if (verified.findings.length > 0) process.exitCode = EXIT.finding;
}

function sinceOf(given: string): string {
  const since = parseStart(given);
  if (since >= new Date().toISOString())
    throw snapshotOptionInvalid("--since", given, "a time that has passed");
  return since;
}
