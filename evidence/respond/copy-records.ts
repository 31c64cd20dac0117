import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { addDays, type ObjectVersion } from "../archive";
import {
  envelopeDigest,
  peekRecord,
  placeOf,
  readRecords,
  verifyRecords,
  type KeyRing,
  type RecordFinding,
  type RecordStore,
  type StoredRecord,
} from "../records";
import { StreamName } from "../records/record-key";
import { SEAL_STREAM, stampPlace, STAMPS } from "../seal/keys";
import { documentsNamed, type NamedDocument } from "./named-documents";
import type { Redactions } from "./redactions";
import type { CopiedStream, LeftOut, LeftOutWhy, RecordsFile } from "./records-file";
import { behindSeals } from "./behind-seals";
import type { Missing } from "./manifest";
import { recordsCopied } from "./response-records";
import { unwanted, type Wanted } from "./wanted";

/** What copying came to. */
export interface RecordsCopied extends RecordsFile {
  /** Documents that the copied records name. */
  readonly named: readonly NamedDocument[];
  /** Keys under which nothing could be read. */
  readonly unreadable: readonly { readonly key: string; readonly reason: string }[];
  /** Streams that do not reach to where a seal among them says that they ended. */
  readonly behind: readonly Missing[];
}

/** Seals written this long before the first day of the period list nothing of it: those of its eve list late writes. */
const SEALS_BEFORE_DAYS = 3;

/**
 * Copies the records that belong into an answer into its folder, byte for byte, under their keys; and checks the copies.
 *
 * @throws UserError when the store cannot be read
 */
export async function copyRecords(
  store: RecordStore,
  folder: string,
  wanted: Wanted,
  ring: KeyRing,
  redactions: Redactions,
  onProgress: (key: string) => void,
): Promise<RecordsCopied> {
  const copier = new RecordCopier(store, folder, wanted, redactions);
  const names = (await store.streams()).filter((name) => StreamName.safeParse(name).success);
  const streams: CopiedStream[] = [];
  for (const name of names) {
    onProgress(`records/${name}`);
    const copied = await copier.copy(name);
    if (copied !== undefined) streams.push(copied);
  }
  await mkdir(path.join(folder, "records"), { recursive: true });
  const copies = recordsCopied(folder, streams);
  const { findings } = await verifyRecords(copies, ring);
  return {
    streams,
    findings: [...copier.laidOver, ...findings.filter(({ code }) => code !== "stream-empty")]
      .map(({ code, key, reason }) => ({ code, key, reason }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    named: copier.named,
    unreadable: copier.unreadable,
    behind: await behindSeals(copies, streams),
  };
}

class RecordCopier {
  readonly named: NamedDocument[] = [];
  readonly laidOver: RecordFinding[] = [];
  readonly unreadable: { key: string; reason: string }[] = [];

  constructor(
    private readonly store: RecordStore,
    private readonly folder: string,
    private readonly wanted: Wanted,
    private readonly redactions: Redactions,
  ) {}

  async copy(stream: string): Promise<CopiedStream | undefined> {
    const seals = new Set<number>();
    const left: LeftOut[] = [];
    let head: CopiedStream["head"] | undefined;
    let records = 0;
    for await (const record of readRecords(this.store, stream)) {
      const place = placeOf(record.stored.key);
      this.#noteLaidOver(record);
      if (place === undefined || record.bytes === undefined) continue;
      if (typeof record.bytes === "string") {
        this.unreadable.push({ key: record.stored.key, reason: record.bytes });
        continue;
      }
      const sha256 = envelopeDigest(record.bytes);
      head = { sequence: place.sequence, sha256 };
      const why = this.#unwanted(stream, record, record.bytes, sha256);
      if (why !== undefined) leaveOut(left, { sequence: place.sequence, sha256, why });
      else {
        records += 1;
        await this.#write(record.stored.key, record.bytes, record.stored.versions[0]!);
        if (stream === SEAL_STREAM) seals.add(place.sequence);
      }
    }
    if (head === undefined) return undefined;
    if (seals.size > 0) await this.#copyStamps(seals);
    return { stream, head, records, left_out: left };
  }

  #unwanted(stream: string, { stored }: StoredRecord, bytes: Buffer, sha256: string): LeftOutWhy | undefined {
    if (this.redactions.takes(stored.key, sha256)) return "redacted";
    if (stream === SEAL_STREAM) {
      const eve = addDays(this.wanted.period.from.slice(0, 10), -SEALS_BEFORE_DAYS);
      return stored.versions[0]!.writtenAt < eve ? "other-time" : undefined;
    }
    const peeked = peekRecord(bytes);
    // What says nothing readable is shown as it stands: whoever reads it may judge.
    if (typeof peeked === "string") return undefined;
    const why = unwanted(peeked.said, this.wanted);
    if (why === undefined) this.named.push(...documentsNamed(peeked.said, stored.key));
    return why;
  }

  #noteLaidOver({ stored: { key, versions, deleteMarkers } }: StoredRecord): void {
    for (const { writtenAt } of versions.slice(1))
      this.laidOver.push({ code: "second-version", key, reason: `written at ${writtenAt}` });
    for (const { writtenAt } of deleteMarkers)
      this.laidOver.push({ code: "delete-marker", key, reason: `laid at ${writtenAt}` });
  }

  async #copyStamps(seals: ReadonlySet<number>): Promise<void> {
    for await (const { key, versions } of this.store.list(STAMPS)) {
      const place = stampPlace(key);
      const [first] = versions;
      if (place === undefined || first === undefined || !seals.has(place.sequence)) continue;
      await this.#write(key, await this.store.read(first), first);
    }
  }

  /** With the time at which it was written: readers of seals go by it. */
  async #write(key: string, bytes: Buffer, { writtenAt }: ObjectVersion): Promise<void> {
    const file = path.join(this.folder, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
    await utimes(file, new Date(writtenAt), new Date(writtenAt));
  }
}

/** Neighbours left out for one reason become one entry, but for what was redacted: that is named one by one. */
function leaveOut(
  left: LeftOut[],
  { sequence, sha256, why }: { sequence: number; sha256: string; why: LeftOutWhy },
): void {
  const before = left.at(-1);
  const joins = before?.why === why && before.last === sequence - 1 && why !== "redacted";
  if (joins) left[left.length - 1] = { ...before, last: sequence, sha256 };
  else left.push({ first: sequence, last: sequence, sha256, why });
}
