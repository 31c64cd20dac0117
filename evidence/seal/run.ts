import type { ArchiveSource } from "../archive";
import { canonicalString, sha256Hex } from "../event";
import type { Signer } from "../signing";
import { appendRecord, type RecordStore } from "../records";
import { Aftercare } from "./aftercare";
import type { SealFinding } from "./findings";
import { gather, withIndex } from "./gather";
import { headsOf } from "./heads";
import { indexMissing, rebuildIndex } from "./index-repair";
import type { IndexWriter } from "./index-writer";
import { indexKey, SEAL_STREAM, sealKey } from "./keys";
import { sealedBefore, windowOf, type DayLook } from "./look";
import { listFindings } from "./named";
import { SEAL_LIMITS, SealPart, type SealLimits } from "./part";
import { piecesOf } from "./pieces";
import { putOnce } from "./put-once";
import { readSeal, type Seal, type SealDetails } from "./seal";
import { survey, type Survey } from "./survey";
import type { TimeStampAuthority } from "./timestamp";
import type { Witness } from "./witness";

/** What to seal, where to, and with whom. */
export interface SealJob {
  readonly archive: { readonly source: ArchiveSource; readonly path: string };
  /** Where seals, their stamps and the index go. */
  readonly store: RecordStore;
  /** The detector's. */
  readonly signer: Signer;
  /** Without one the seals stand unstamped, which is a finding. */
  readonly authority?: TimeStampAuthority | undefined;
  readonly witness?: Witness | undefined;
  /** First day to list, or all there are. @default some days before the last look */
  readonly days?: { readonly from?: string | undefined; readonly all?: boolean };
  /** Folder to work in; objects are fetched into it one at a time. */
  readonly work: string;
  /** @default {@link SEAL_LIMITS} */
  readonly limits?: SealLimits;
  /** @default the system's clock */
  readonly now?: () => Date;
  readonly onProgress?: (doing: string) => void;
}

/** What a run came to. */
export interface SealRun {
  /** Seals written; none when today's stands and nothing is new. */
  readonly seals: readonly { readonly key: string; readonly sequence: number; readonly objects: number }[];
  readonly window: { readonly from: string; readonly to: string };
  /** Keys of stamps made, those of earlier seals included. */
  readonly stamps: readonly string[];
  /** Keys of index files written. */
  readonly indexes: readonly string[];
  readonly findings: readonly SealFinding[];
}

/**
 * Seals what the archive holds that no earlier seal lists. First it mends what earlier runs left: seals without stamp
 * or index. A crash at any point leaves whole seals only, and the next run does the rest.
 *
 * @throws UserError when archive or store cannot be reached, or the key cannot sign seals
 */
export async function sealArchive(job: SealJob): Promise<SealRun> {
  return new Sealing(job).run();
}

class Sealing {
  readonly #now: () => Date;
  readonly #care: Aftercare;
  readonly #findings: SealFinding[] = [];
  readonly #seals: SealRun["seals"][number][] = [];
  readonly #indexes: string[] = [];

  constructor(private readonly job: SealJob) {
    this.#now = job.now ?? (() => new Date());
    this.#care = new Aftercare(job.store, job.authority, job.witness);
  }

  async run(): Promise<SealRun> {
    const before = await survey(this.job.store);
    await this.#mend(before);
    const window = await windowOf(this.job.archive, before, this.job.days ?? {}, this.#now());
    await this.#seal(before, window);
    return {
      seals: this.#seals,
      window,
      stamps: this.#care.stamps,
      indexes: this.#indexes,
      findings: [...this.#care.findings, ...this.#findings],
    };
  }

  async #mend({ keys, newest }: Survey): Promise<void> {
    this.#say("looking after earlier seals");
    await this.#care.stampMissing(keys);
    for (const { sequence, stored } of await indexMissing(this.job.store, keys)) {
      const { key, findings } = await rebuildIndex(this.job, sequence, stored);
      if (key !== undefined) this.#indexes.push(key);
      this.#findings.push(...findings);
    }
    if (newest === undefined) return;
    const stored = keys.find(({ sequence }) => sequence === newest.sequence)!.stored;
    await this.#care.tellIfUnheard(newest, await this.job.store.read(stored.versions[0]!));
  }

  async #seal(before: Survey, window: SealRun["window"]): Promise<void> {
    const { archive, store, limits = SEAL_LIMITS, work } = this.job;
    const look = { archive: archive.source.name, listedAt: this.#now().toISOString(), window };
    const sealed = await sealedBefore(store, archive.path, window);
    const pieces = piecesOf(archive, window, sealed, (day) => this.#say(`listing ${day}`));
    let piece = await pieces.next();
    do {
      const part = new SealPart(limits);
      await withIndex(work, async (index) => {
        for (; piece.done !== true && !part.full; piece = await pieces.next())
          await this.#take(piece.value, part, index);
        if (part.empty && (await this.#isKnown(before))) return;
        await this.#write({ ...look, continues: piece.done !== true, ...part.lists() }, index);
      });
    } while (piece.done !== true);
  }

  /** Takes a piece of a day into the part. */
  async #take(
    { fresh, later, deleteMarkers, gone }: DayLook,
    part: SealPart,
    index: IndexWriter,
  ): Promise<void> {
    const { archive, work } = this.job;
    for (const version of later) part.add("laterVersions", named(version));
    for (const marker of deleteMarkers) part.add("deleteMarkers", named(marker));
    for (const { key, versionId, sealedBy } of gone) part.add("gone", { key, versionId, sealedBy });
    const found = gather(archive.source, fresh, work, (version, entry) => {
      part.count(entry);
      index.add(version, entry);
    });
    for await (const object of found) {
      const about = named(object.version);
      if ("unreadable" in object) {
        const reason = object.unreadable.slice(0, 300);
        part.add("unreadable", { ...about, bytes: object.version.bytes, reason });
      } else
        part.add("objects", {
          ...about,
          bytes: object.bytes,
          sha256: object.sha256,
          entries: object.entries,
        });
      this.#say(`reading objects of ${about.key.slice(0, about.key.lastIndexOf("/"))}`);
    }
  }

  /** Whether today's seal stands already and says all there is to say. */
  async #isKnown({ complete, newest }: Survey): Promise<boolean> {
    if (complete === undefined || complete.sequence !== newest?.sequence) return false;
    if (complete.recordedAt.slice(0, 10) !== this.#now().toISOString().slice(0, 10)) return false;
    const { streams } = await headsOf(this.job.store);
    return canonicalString(streams) === canonicalString(complete.details.streams);
  }

  async #write(found: Omit<SealDetails, "streams">, index: IndexWriter): Promise<void> {
    const { store, signer, archive } = this.job;
    const { streams, findings } = await headsOf(store);
    const details = { ...found, streams };
    this.#say("writing the seal");
    const { from, to } = details.window;
    const draft = {
      stream: SEAL_STREAM,
      kind: "seal",
      role: "detector",
      subject: [
        {
          name: `${archive.source.name} ${from} to ${to}`,
          digest: { sha256: sha256Hex(canonicalString(details.objects)) },
        },
      ],
      details,
    } as const;
    const { key, sequence } = await appendRecord(store, signer, draft, { now: this.#now });
    this.#seals.push({ key, sequence, objects: details.objects.length });
    this.#findings.push(...findings, ...listFindings(details));
    await this.#after(await this.#readBack(key, sequence), index);
  }

  /** What stands in the store counts, not what was sent there. */
  async #readBack(key: string, sequence: number): Promise<{ seal: Seal; envelope: Buffer }> {
    for await (const stored of this.job.store.list(key)) {
      if (stored.key !== key) continue;
      const envelope = await this.job.store.read(stored.versions[0]!);
      const seal = readSeal(envelope, sequence);
      if (typeof seal !== "string") return { seal, envelope };
    }
    throw new Error(`${sealKey(sequence)} was written and does not stand there`);
  }

  async #after({ seal, envelope }: { seal: Seal; envelope: Buffer }, index: IndexWriter): Promise<void> {
    await this.#care.stamp(seal.sequence, envelope);
    await this.#care.tell(seal, envelope);
    const key = indexKey(seal.sequence, seal.recordedAt);
    if (await putOnce(this.job.store, key, await index.finish())) this.#indexes.push(key);
  }

  #say(doing: string): void {
    this.job.onProgress?.(doing);
  }
}

function named({ key, versionId, writtenAt }: { key: string; versionId: string; writtenAt: string }) {
  return { key, versionId, writtenAt };
}
