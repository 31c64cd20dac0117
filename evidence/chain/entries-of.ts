import { readObject, type ArchivedEntry } from "../archive";
import { GENESIS } from "../event";
import type { Staged } from "../export/stage";
import type { EntryObjects, LoggedEntry } from "./sources";

/** Reads a fetched object and gives the entries that are wanted. @returns what in it could not be read, in words */
export async function entriesIn(
  staged: Staged,
  wanted: (entry: ArchivedEntry) => boolean,
  take: (entry: LoggedEntry) => void,
): Promise<readonly string[]> {
  const { key, versionId } = staged.version;
  if ("unreadable" in staged) return [`${key} (version ${versionId}): ${staged.unreadable}`];
  const trouble: string[] = [];
  await readObject(staged.file, staged.version, {
    entry: (entry) => {
      if (wanted(entry)) take(loggedEntry(entry, { key, versionId, line: entry.line }));
    },
    finding: ({ code, line, reason }) => {
      // Lines of others, in an archive that others use too, are no trouble.
      if (code !== "line-not-art12")
        trouble.push(
          `${key} (version ${versionId})${line === undefined ? "" : `, line ${line}`}: ${code}, ${reason}`,
        );
    },
  });
  return trouble;
}

function loggedEntry(entry: ArchivedEntry, place: LoggedEntry["place"]): LoggedEntry {
  return { event: entry.event, sha256: entry.entrySha256, viewAltered: entry.viewAltered, place };
}

/** What one entry's neighbours in its emitter's chain, and others with its id, say of it. */
export class Neighbourhood {
  readonly #fits = new Set<string>();
  readonly #misfits = new Set<string>();
  readonly #conflicts = new Set<string>();

  constructor(private readonly entry: LoggedEntry) {}

  /** Whether this entry has anything to say. */
  concerns({ facts }: Pick<ArchivedEntry, "facts">): boolean {
    const { emitter, event_id: id } = this.entry.event;
    return (
      facts.eventId === id ||
      (facts.emitter === emitter.id && Math.abs(facts.sequence - emitter.sequence) === 1)
    );
  }

  take({ event, sha256 }: Pick<LoggedEntry, "event" | "sha256">): void {
    const own = this.entry.event.emitter;
    const { id, sequence, prev } = event.emitter;
    if (event.event_id === this.entry.event.event_id && sha256 !== this.entry.sha256)
      this.#conflicts.add(sha256);
    if (id !== own.id || sha256 === this.entry.sha256) return;
    const [before, after] = [sequence === own.sequence - 1, sequence === own.sequence + 1];
    if (!before && !after) return;
    if (before ? own.prev === sha256 : prev === this.entry.sha256) this.#fits.add(sha256);
    else this.#misfits.add(`entry ${sequence} of ${id} does not follow`);
  }

  get said(): Pick<EntryObjects, "neighbours" | "conflicts"> {
    const { sequence, prev, id } = this.entry.event.emitter;
    // The first entry of an emitter follows nothing, and no other does.
    if ((sequence === 1) !== (prev === GENESIS))
      this.#misfits.add(`entry ${sequence} of ${id} names ${prev === GENESIS ? "none" : "one"} before it`);
    return {
      neighbours: { fit: this.#fits.size, misfits: [...this.#misfits] },
      conflicts: [...this.#conflicts],
    };
  }
}
