import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { chainPeriodNeeded } from "../../errors";
import { addDays, daysBetween, takeInventory, type ArchivedEntry, type ObjectVersion } from "../archive";
import { windowDays, type Archive } from "../export";
import type { KeyRing, RecordStore } from "../records";
import { findEntries, readSeals } from "../seal";
import { fetched } from "../seal/fetched";
import { INDEX, indexPlace } from "../seal/keys";
import { answers, mayAnswer } from "./answers";
import { entriesIn, Neighbourhood } from "./entries-of";
import { firstDay, withSeals, type Unsealed } from "./sealed";
import type { EntryObjects, LoggedEntry, LogSource, Searched, Sought } from "./sources";

export interface ArchiveLogParts {
  readonly archive: Archive;
  /** Where the vault's seals and their look-up index are. */
  readonly records: RecordStore;
  readonly ring: KeyRing;
  /** Empty folder for what is fetched. */
  readonly work: string;
  readonly timestampCa?: string | undefined;
  /** @default the system's clock */
  readonly now?: (() => Date) | undefined;
  readonly onProgress?: ((doing: string) => void) | undefined;
}

/**
 * The log in a vault, or in a local copy of one. An event, an input or a case is looked up in the index of the seals, and
 * in the archive itself on the days of which no index answers; a version or a period is read from the archive.
 */
export function archiveLog(parts: ArchiveLogParts): LogSource {
  return new ArchiveLog(parts);
}

class ArchiveLog implements LogSource {
  readonly kind = "archive";
  readonly name: string;

  constructor(private readonly parts: ArchiveLogParts) {
    this.name = parts.archive.source.name;
  }

  async find(sought: Sought, take: (entry: LoggedEntry) => void): Promise<Searched> {
    const { question, period } = sought;
    if (question.by === "version" || question.by === "period") {
      if (period === undefined) throw chainPeriodNeeded(question.by);
      return this.#scan(windowDays(period), sought, take);
    }
    const looked = await this.#lookUp(sought, take);
    const days = this.#daysWithoutIndex(sought, looked.lastDay, looked.found);
    if (days.length === 0) return looked.searched;
    const scanned = await this.#scan(days, sought, take);
    return {
      where: `${looked.searched.where}, and ${scanned.where}`,
      untold: [...looked.searched.untold, ...scanned.untold],
    };
  }

  async objectsOf(entries: readonly LoggedEntry[]): Promise<ReadonlyMap<string, EntryObjects>> {
    const near = entries.map((entry) => ({ entry, around: new Neighbourhood(entry) }));
    const holds = new Map<string, Set<string>>();
    const objects: (Unsealed & { readonly of: ReadonlySet<string> })[] = [];
    const markers: ObjectVersion[] = [];
    const keys = [...new Set(entries.map(({ place }) => place.key))];
    for (const key of keys) {
      const listed = await this.#versionsOf(key);
      markers.push(...listed.filter(({ deleteMarker }) => deleteMarker));
      const versions = listed.filter(({ deleteMarker }) => !deleteMarker);
      for await (const staged of fetched(this.parts.archive.source, versions, this.parts.work)) {
        const found = new Set<string>();
        const wanted = (entry: ArchivedEntry) => near.some(({ around }) => around.concerns(entry));
        const trouble = await entriesIn(staged, wanted, (one) => {
          found.add(one.sha256);
          for (const { around } of near) around.take(one);
        });
        const { versionId, writtenAt } = staged.version;
        const sha256 = "sha256" in staged ? staged.sha256 : undefined;
        holds.set(`${versionId} ${key}`, found);
        objects.push({
          ...{ key, versionId, writtenAt, of: found },
          ...(sha256 !== undefined && { sha256 }),
          holds: sha256 === undefined ? (trouble[0] ?? "it could not be read") : true,
        });
      }
    }
    const { archive, ring, timestampCa, now = () => new Date() } = this.parts;
    const since = firstDay(objects, archive.path);
    const judge = { ring, archivePath: archive.path, timestampCa, now: now() };
    const sealed = await withSeals(objects, readSeals(this.parts.records, since), judge);
    return new Map(
      near.map(({ entry, around }) => {
        const own = new Set(
          entries.filter(({ sha256 }) => sha256 === entry.sha256).map(({ place }) => place.key),
        );
        const versions = sealed
          .filter(({ key }) => own.has(key))
          .map((object) => {
            const read = holds.get(`${object.versionId} ${object.key}`);
            return {
              ...object,
              holds: object.holds === true ? read?.has(entry.sha256) === true : object.holds,
            };
          });
        const deleteMarkers = markers.filter(({ key }) => own.has(key));
        return [entry.sha256, { versions, deleteMarkers, ...around.said }];
      }),
    );
  }

  async #versionsOf(key: string): Promise<readonly ObjectVersion[]> {
    const listed: ObjectVersion[] = [];
    for await (const version of this.parts.archive.source.list(key))
      if (version.key === key) listed.push(version);
    return listed.toSorted((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1));
  }

  /** @returns also the last day of which the index knows anything */
  async #lookUp(sought: Sought, take: (entry: LoggedEntry) => void) {
    const { question } = sought;
    const by = question.by === "event" ? "eventId" : question.by === "input" ? "inputDigest" : "caseRef";
    const value = question.by === "event" ? question.event : "digest" in question ? question.digest : "";
    const work = await mkdtemp(path.join(this.parts.work, "index-"));
    const { found, files } = await findEntries(
      this.parts.records,
      { by, value },
      {},
      work,
      this.parts.onProgress,
    );
    let taken = 0;
    const untold: string[] = [];
    for (const key of new Set(found.map((located) => located.key))) {
      const versions = (await this.#versionsOf(key)).filter(({ deleteMarker }) => !deleteMarker);
      for (const { version_id: id } of found.filter((located) => located.key === key))
        if (!versions.some(({ versionId }) => versionId === id))
          untold.push(
            `the index of the seals names ${key} (version ${id}), and it is not in the archive any more`,
          );
      untold.push(
        ...(await this.#read(versions, sought, (entry) => {
          taken++;
          take(entry);
        })),
      );
    }
    const searched = {
      where: files === 0 ? "the seals (there is no index of these days)" : `the index of ${files} seal(s)`,
      untold,
    };
    return { searched, found: taken > 0, lastDay: await this.#lastIndexedDay() };
  }

  async #lastIndexedDay(): Promise<string | undefined> {
    let last: string | undefined;
    for await (const { key, versions } of this.parts.records.list(INDEX)) {
      const place = indexPlace(key);
      if (place !== undefined && versions.length > 0 && place.day > (last ?? "")) last = place.day;
    }
    return last;
  }

  /** Days of the archive that may hold what no index lists yet. */
  #daysWithoutIndex(
    { question, period }: Sought,
    lastDay: string | undefined,
    found: boolean,
  ): readonly string[] {
    const { now = () => new Date() } = this.parts;
    const today = now().toISOString().slice(0, 10);
    if (question.by === "event") {
      const day = dayOfId(question.event);
      return found ? [] : daysBetween(addDays(day, -1), addDays(day, 1));
    }
    const asked = period && windowDays(period);
    if (lastDay === undefined) {
      if (asked === undefined) throw chainPeriodNeeded(question.by);
      return asked;
    }
    // The index is derived data: whoever names a period has it read from the archive itself.
    return asked ?? daysBetween(addDays(lastDay, -1), today);
  }

  async #scan(
    days: readonly string[],
    sought: Sought,
    take: (entry: LoggedEntry) => void,
  ): Promise<Searched> {
    const { archive, onProgress } = this.parts;
    const untold: string[] = [];
    for (const day of days) {
      onProgress?.(`reading the archive of ${day}`);
      const { versions, findings } = await takeInventory(archive.source, archive.path, [day]);
      untold.push(
        ...findings
          .filter(({ code }) => code === "unknown-key")
          .map(({ key, reason }) => `${key}: ${reason}`),
      );
      untold.push(...(await this.#read(versions, sought, take)));
    }
    const [first, last] = [days[0] ?? "no day", days.at(-1) ?? "no day"];
    return {
      where: first === last ? `the archive of ${first}` : `the archive of ${first} to ${last}`,
      untold,
    };
  }

  async #read(
    versions: readonly ObjectVersion[],
    sought: Sought,
    take: (entry: LoggedEntry) => void,
  ): Promise<readonly string[]> {
    const untold: string[] = [];
    for await (const staged of fetched(this.parts.archive.source, versions, this.parts.work)) {
      const wanted = ({ facts }: ArchivedEntry) => mayAnswer(sought, facts);
      const trouble = await entriesIn(staged, wanted, (entry) => {
        if (answers(sought, entry)) take(entry);
      });
      if (untold.length < KEPT_TROUBLE) untold.push(...trouble.slice(0, KEPT_TROUBLE));
    }
    return untold;
  }
}

/** What could not be read is named so often; the export names all of it. */
const KEPT_TROUBLE = 20;

/** A version 7 UUID begins with its time in milliseconds. */
function dayOfId(eventId: string): string {
  return new Date(Number.parseInt(eventId.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10);
}
