import type { DocumentStore } from "../documentation";
import { verifySnapshots } from "../monitoring";
import { verifyRecords, type KeyRing, type RecordStore } from "../records";
import { verifySeals, type Witness } from "../seal";
import { checkDocuments } from "./documents";
import type { VaultFinding } from "./finding";

/** What to check a vault with. */
export interface VaultCheckMeans {
  readonly environment: string;
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly ring: KeyRing;
  /** Path of the archive in the bucket. */
  readonly archivePath: string;
  readonly timestampCa?: string | undefined;
  readonly witness?: Witness | undefined;
  /** Empty folder to work in. */
  readonly work: string;
  readonly onProgress?: (doing: string) => void;
}

/** What checking came to. */
export interface VaultCheck {
  readonly streams: number;
  readonly records: number;
  readonly seals: number;
  readonly documents: number;
  /** Records of copies of what Datadog knew. */
  readonly copies: number;
  readonly findings: readonly VaultFinding[];
}

/** The stream that seals are, by its name in the vault. */
const SEALS = "seal";

/**
 * Checks all of a vault that is signed or named by a signature: every stream of records, the seals, the copies, the documents.
 * The archive itself is left to `evidence seal verify --archive`.
 *
 * @throws UserError when the vault cannot be read
 */
export async function verifyVault(means: VaultCheckMeans): Promise<VaultCheck> {
  const { environment, records: store, documents, ring, archivePath, timestampCa, witness, work } = means;
  const say = means.onProgress ?? (() => undefined);
  say("checking the streams of records");
  const { streams, findings: ofRecords } = await verifyRecords(store, ring);
  const findings: VaultFinding[] = ofRecords.map(({ code, key, reason }) => ({
    ...{ part: "records", code, where: key, reason },
  }));
  const names = await store.streams();
  // With a witness a stream of seals that is gone is a finding; without one nobody knows that there was one.
  const seals =
    names.includes(SEALS) || witness !== undefined
      ? await verifySeals(store, ring, { timestampCa, witness, archivePath, work, onProgress: say })
      : undefined;
  for (const { code, key, reason } of seals?.findings ?? [])
    findings.push({ part: "seals", code, where: key, reason });
  say("checking the copies of what Datadog knew");
  const copies = await verifySnapshots({ records: store, documents, ring, environment });
  for (const { code, where, reason } of copies.findings)
    // What speaks against the records themselves is told with their stream.
    if (code !== "record") findings.push({ part: "copies", code, where, reason });
  const named = await checkDocuments(store, documents, say);
  findings.push(...named.findings);
  return {
    streams: streams.length,
    records: streams.reduce((sum, { records }) => sum + records, 0),
    seals: seals?.seals ?? 0,
    documents: named.documents + copies.documents,
    copies: copies.records,
    findings,
  };
}
