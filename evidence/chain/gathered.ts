import type { Subject } from "./matter";
import type { LoggedEntry } from "./sources";
import type { LetIn, Span } from "./standing";

/** Different versions, runs and files that are followed; a log that names more is not in order, and is told to be more. */
const MOST_FOLLOWED = 60;

/** Entries with one event id that are kept beside each other: more of them show nothing more. */
const MOST_RIVALS = 10;

/** Entries that are alike: of the same system, version, run and files, let in by the same decision. */
export interface Alike {
  readonly entry: LoggedEntry;
  readonly subject: Subject | undefined;
  readonly span: Span;
  readonly entries: number;
  /** All places in which the followed entry was found. */
  readonly places: readonly LoggedEntry[];
  /** Others with its event id, wherever they stand. */
  readonly rivals: readonly LoggedEntry[];
}

/** Takes entries as they are found, and keeps one of each kind: the earliest. Memory does not grow with their number. */
export class Gathered {
  readonly #kinds = new Map<string, Alike>();
  #beyond = 0;

  constructor(private readonly letIn: LetIn) {}

  /** One that stands in several places, or is told twice, counts once where it is the one that is kept. */
  take(entry: LoggedEntry): void {
    const key = kindOf(entry, this.letIn);
    const before = this.#kinds.get(key);
    if (before === undefined && this.#kinds.size >= MOST_FOLLOWED) this.#beyond++;
    else this.#kinds.set(key, before === undefined ? alone(entry) : together(before, entry));
  }

  /** One of each kind, earliest first. What names no model is followed only where nothing else was found. */
  get kinds(): readonly Alike[] {
    const all = [...this.#kinds.values()];
    const named = all.filter(({ subject }) => subject !== undefined);
    return (named.length > 0 ? named : all).toSorted((one, other) =>
      one.span.first < other.span.first ? -1 : 1,
    );
  }

  /** Entries that are not followed because others are, and those of kinds beyond the limit. */
  get notFollowed(): { readonly alike: number; readonly beyond: number } {
    const found = [...this.#kinds.values()].reduce((sum, { entries }) => sum + entries, 0);
    return { alike: found - this.kinds.length, beyond: this.#beyond };
  }
}

function alone(entry: LoggedEntry): Alike {
  const { time } = entry.event;
  const span = { first: time, last: time };
  return { entry, subject: subjectOf(entry), span, entries: 1, places: [entry], rivals: [] };
}

function together(before: Alike, entry: LoggedEntry): Alike {
  const { time } = entry.event;
  if (entry.sha256 === before.entry.sha256) {
    const known = before.places.some(
      ({ place }) => place.key === entry.place.key && place.versionId === entry.place.versionId,
    );
    return known ? before : { ...before, places: [...before.places, entry] };
  }
  const first = time < before.span.first;
  const rivals =
    entry.event.event_id === before.entry.event.event_id
      ? [...before.rivals, first ? before.entry : entry].slice(0, MOST_RIVALS)
      : first
        ? []
        : before.rivals;
  return {
    ...before,
    rivals,
    ...(first && { entry, places: [entry] }),
    span: {
      first: first ? time : before.span.first,
      last: time > before.span.last ? time : before.span.last,
    },
    entries: before.entries + 1,
  };
}

/** The model that an entry names. */
export function subjectOf({ event }: Pick<LoggedEntry, "event">): Subject | undefined {
  const model = "model" in event ? event.model : undefined;
  return (
    model && {
      name: model.name,
      version: model.version,
      runId: model.run_id,
      artifactSha256: model.artifact_sha256,
    }
  );
}

function kindOf(entry: LoggedEntry, letIn: LetIn): string {
  const { event } = entry;
  const subject = subjectOf(entry);
  const kind = [event.environment, event.system.id];
  // What names no model is followed by what it refers to.
  if (subject === undefined) return JSON.stringify([...kind, event.type]);
  const { name, version, runId, artifactSha256 } = subject;
  return JSON.stringify([...kind, name, version, runId, artifactSha256, letIn(subject, event.time)]);
}
