import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { exportNotRecorded, UserError } from "../../errors";
import { appendRecord, readHead, readRecords, type RecordDraft, type RecordStore } from "../records";
import { DETAILS } from "../records/details";
import { payloadOf } from "../records/draft";
import { peekRecord } from "../records/peek";
import type { Signer } from "../signing";
import { BUNDLE_FILES, type Manifest } from "./manifest";

/** The stream in which exports are recorded. */
const EXPORT_STREAM = "exports";

/** The record of an export, as it stands in the store. */
export interface ExportRecord {
  readonly key: string;
  readonly sequence: number;
  readonly sha256: string;
  /** The request's reference, as the record has it; absent where it is no single line of printable ASCII. */
  readonly reference?: string;
}

type Request = Pick<Manifest["request"], "system" | "environment" | "period" | "reference">;

/** What a record says of a bundle, whatever kind it is: whose events, how many, and how many findings. */
export interface RecordedBundle {
  readonly request: Request;
  readonly events: number;
  readonly findings: number;
}

/**
 * Sees to it before hours are spent on a bundle that its record can be written after it: that what the record would say
 * is acceptable, and that the stream can be read. Throws UserError.
 */
export async function checkExportRecord(store: RecordStore, request: Request): Promise<void> {
  const head = await readHead(store, EXPORT_STREAM);
  payloadOf(draftOf(request, { sha256: "0".repeat(64), events: 0, findings: 0 }), head, new Date());
}

/**
 * Records a finished bundle by the digest of its manifest. The bundle comes first: a crash in between leaves a bundle
 * without its record, which {@link findExportRecord} notices, never a record of a bundle that was not finished.
 *
 * @throws UserError when the record is not written; the bundle stays
 */
export function recordExport(
  store: RecordStore,
  signer: Signer,
  out: string,
  { request, counts, findings }: Manifest,
): Promise<ExportRecord> {
  const total = Object.values(findings).reduce((sum, each) => sum + each, 0);
  return recordBundle(store, signer, out, { request, events: counts.events, findings: total });
}

/** As {@link recordExport}, for a bundle of another kind that has a `manifest.json`. */
export async function recordBundle(
  store: RecordStore,
  signer: Signer,
  out: string,
  { request, events, findings }: RecordedBundle,
): Promise<ExportRecord> {
  const made = { sha256: await manifestDigest(out), events, findings };
  const draft = draftOf(request, made);
  try {
    const { requestReference: reference } = draft.details;
    return { ...(await appendRecord(store, signer, draft)), ...(reference !== undefined && { reference }) };
  } catch (error) {
    throw error instanceof UserError ? exportNotRecorded(out, store.name, error.problems) : error;
  }
}

/** Key of the record that tells of the bundle; nothing where none does. Records are taken at their word. */
export async function findExportRecord(store: RecordStore, out: string): Promise<string | undefined> {
  const sha256 = await manifestDigest(out);
  for await (const { stored, bytes } of readRecords(store, EXPORT_STREAM)) {
    const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "";
    if (typeof peeked === "string" || peeked.said.kind !== "export") continue;
    if (peeked.said.statement.subject.some(({ digest }) => digest.sha256 === sha256)) return stored.key;
  }
  return undefined;
}

interface Made {
  readonly sha256: string;
  readonly events: number;
  readonly findings: number;
}

function draftOf(request: Request, { sha256, events, findings }: Made): RecordDraft<"export"> {
  const { system, environment, period, reference } = request;
  const requestReference = DETAILS.export.shape.requestReference.safeParse(reference).data;
  return {
    stream: EXPORT_STREAM,
    kind: "export",
    role: "exporter",
    subject: [{ name: BUNDLE_FILES.manifest, digest: { sha256 } }],
    details: {
      system,
      environment,
      period,
      ...(requestReference !== undefined && { requestReference }),
      events,
      findings,
    },
  };
}

async function manifestDigest(out: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path.join(out, BUNDLE_FILES.manifest)))
    .digest("hex");
}
