import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { DatadogUnread, type DatadogAccess } from "../datadog/read";
import { keepDocument, type DocumentStore } from "../documentation";
import { canonicalString, sha256Hex } from "../event";
import {
  appendRecord,
  type AppendedRecord,
  type KeyRing,
  type RecordFinding,
  type RecordStore,
} from "../records";
import type { Signer } from "../signing";
import { followSnapshots, knownOf, lostBecause, SNAPSHOT_STREAM, type SnapshotDetails } from "./copied";
import { DocumentWriter, type SpooledCopy } from "./document-writer";
import { PARTS, type Part, type Period } from "./parts";
import { settledAt, windowsOf, type Window } from "./windows";

/** Where to copy from and to. */
export interface SnapshotRequest {
  readonly environment: string;
  /** Short name of the Datadog organisation. */
  readonly organisation: string;
  readonly access: DatadogAccess;
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly ring: KeyRing;
  /** Nothing for a dry run: then all is read, and nothing kept. */
  readonly signer: Signer | undefined;
  /** Who asked for it: a login, or the job. */
  readonly actor?: string | undefined;
  /** Where the first copy begins. @default a day ago */
  readonly since?: string | undefined;
  /** Minutes after which Datadog's searches have everything. @default 15 */
  readonly settledAfterMinutes?: number | undefined;
  /** Folder for what is under way; it must exist. */
  readonly work: string;
  readonly now?: () => Date;
  readonly onProgress?: (doing: string) => void;
  /** Bytes after which a new document is begun. @default 32 MiB */
  readonly mostDocumentBytes?: number;
}

/** One record's worth of copies. */
export interface TakenSnapshot {
  readonly details: SnapshotDetails;
  /** Nothing in a dry run. */
  readonly record?: AppendedRecord;
}

/** What a run came to. */
export interface SnapshotRun {
  readonly taken: readonly TakenSnapshot[];
  /** What speaks against earlier records; they were not gone by. */
  readonly doubtful: readonly RecordFinding[];
  /** Somebody else copied the same meanwhile: what was left was left to them. */
  readonly leftToAnother: boolean;
}

const TIMED = PARTS.filter(({ keptDays }) => keptDays !== undefined);
const DEFINITIONS = PARTS.filter(({ keptDays }) => keptDays === undefined);

/** What could not be copied, for what a record takes. */
const LONGEST_REASON = 1_000;

/**
 * Copies from Datadog what the vault lacks of it, oldest first, and records each week of it before the next is asked for:
 * what is stopped half way goes on from there. What could not be read is named as missing, and asked for again the next time.
 *
 * @throws UserError when vault or key cannot be used
 */
export async function takeSnapshot(request: SnapshotRequest): Promise<SnapshotRun> {
  const { records: store, ring, environment, signer, settledAfterMinutes, now = () => new Date() } = request;
  const followed = followSnapshots(store, ring, environment);
  const look = async () => (await followed.now()).records;
  const { records, broken } = await followed.now();
  const doubtful = [...new Set([...broken, ...records.flatMap(({ against }) => against)])];
  const windows = windowsOf(TIMED, knownOf(records, TIMED), {
    now: now(),
    since: request.since,
    settledAfterMinutes,
  });
  let last = headOf(records);
  const taken: TakenSnapshot[] = [];
  for (const window of withDefinitions(windows, settledAt(now(), settledAfterMinutes))) {
    const folder = await mkdtemp(path.join(request.work, "window-"));
    try {
      const { details, copies } = await read(window, folder, request);
      if (!signer) {
        taken.push({ details });
        continue;
      }
      for (const copy of copies) await keep(copy, request);
      // Somebody else may have copied the same meanwhile; his copies are as good as ours.
      if (headOf(await look()) !== last) return { taken, doubtful, leftToAnother: true };
      // The documents first: a record never names what is not there.
      taken.push({ details, record: await record(details, signer, request) });
      last = headOf(await look());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { taken, doubtful, leftToAnother: false };
}

const headOf = (records: readonly { readonly sha256: string }[]): string | undefined =>
  records.at(-1)?.sha256;

/** Definitions are as they are now: they go with the last window, and make one where there is none. */
function withDefinitions(windows: readonly Window[], to: string): readonly Window[] {
  const last = windows.at(-1);
  if (last?.period.to !== to || last.parts.length === 0)
    return [...windows, { period: { from: to, to }, parts: DEFINITIONS, lost: [] }];
  return [...windows.slice(0, -1), { ...last, parts: [...DEFINITIONS, ...last.parts] }];
}

async function read(
  { period, parts, lost }: Window,
  folder: string,
  request: SnapshotRequest,
): Promise<{ details: SnapshotDetails; copies: readonly SpooledCopy[] }> {
  const { environment, now = () => new Date(), onProgress } = request;
  const takenAt = now().toISOString();
  const copies: SpooledCopy[] = [];
  const missing = lost.map(({ what, keptDays = 0 }) => ({ what, because: lostBecause(keptDays) }));
  for (const part of parts) {
    onProgress?.(`copying ${part.title}, ${period.from} to ${period.to}`);
    const outcome = await copy(part, period, folder, request);
    copies.push(...outcome.copies);
    if (outcome.because !== undefined)
      missing.push({ what: part.what, because: outcome.because.slice(0, LONGEST_REASON) });
  }
  const documents = copies.map(({ what, sha256, bytes, entries }) => ({ what, sha256, bytes, entries }));
  return { details: { environment, takenAt, period, documents, missing }, copies };
}

/** @returns also what came before Datadog failed, and then why it is not whole */
async function copy(
  part: Part,
  period: Period,
  folder: string,
  { access, environment, organisation, mostDocumentBytes }: SnapshotRequest,
): Promise<{ copies: readonly SpooledCopy[]; because?: string }> {
  const head = { what: part.what, environment, organisation, ...(part.keptDays !== undefined && { period }) };
  const writer = new DocumentWriter(folder, head, [access.apiKey, access.applicationKey], mostDocumentBytes);
  try {
    for await (const page of part.entries({ access, environment, period }))
      for (const entry of page) await writer.add(entry);
    return { copies: await writer.finish() };
  } catch (error) {
    if (!(error instanceof DatadogUnread)) throw error;
    return { copies: await writer.finishHalf(), because: error.message };
  }
}

async function keep(copy: SpooledCopy, { documents, onProgress }: SnapshotRequest): Promise<void> {
  onProgress?.(`keeping ${copy.what}, ${copy.bytes} bytes`);
  await keepDocument(documents, copy, () => Promise.resolve(createReadStream(copy.file)));
}

function record(
  details: SnapshotDetails,
  signer: Signer,
  { records, actor }: SnapshotRequest,
): Promise<AppendedRecord> {
  return appendRecord(records, signer, {
    stream: SNAPSHOT_STREAM,
    kind: "monitoring-snapshot",
    role: "detector",
    ...(actor !== undefined && { actor }),
    subject: [
      { name: `monitoring/${details.environment}`, digest: { sha256: sha256Hex(canonicalString(details)) } },
    ],
    details,
  });
}
