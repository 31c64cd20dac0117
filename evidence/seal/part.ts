import type { ArchivedEntry } from "../archive";
import type { SealDetails } from "./seal";

/** The lists of a seal that a look fills. */
type Lists = Pick<
  SealDetails,
  "objects" | "unreadable" | "laterVersions" | "deleteMarkers" | "gone" | "emitters"
>;

/** When a seal is full. */
export interface SealLimits {
  /** Bytes of its lists as JSON: a payload may have 16 MB. @default 12 MB */
  readonly bytes: number;
  /** Log entries in its objects: bounds the look-up index. @default 1000000 */
  readonly entries: number;
}

export const SEAL_LIMITS: SealLimits = { bytes: 12 * 1024 * 1024, entries: 1_000_000 };

/** Collects what one seal will list, and knows when it is full. */
export class SealPart {
  readonly #lists: { -readonly [Name in keyof Lists]: Lists[Name][number][] } = {
    objects: [],
    unreadable: [],
    laterVersions: [],
    deleteMarkers: [],
    gone: [],
    emitters: [],
  };
  readonly #emitters = new Map<string, { first: number; last: number; entries: number }>();
  #bytes = 0;
  #entries = 0;

  constructor(private readonly limits: SealLimits) {}

  get full(): boolean {
    return this.#bytes >= this.limits.bytes || this.#entries >= this.limits.entries;
  }

  get empty(): boolean {
    return this.#bytes === 0;
  }

  add<Name extends Exclude<keyof Lists, "emitters">>(list: Name, row: Lists[Name][number]): void {
    (this.#lists[list] as Lists[Name][number][]).push(row);
    this.#bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
  }

  /** Counts one entry of an object that this seal will list. */
  count({ event: { emitter } }: ArchivedEntry): void {
    this.#entries++;
    const { id, sequence } = emitter;
    const known = this.#emitters.get(id);
    if (known === undefined) {
      this.#emitters.set(id, { first: sequence, last: sequence, entries: 1 });
      // Room for its id and the longest numbers.
      this.#bytes += id.length + 100;
      return;
    }
    known.first = Math.min(known.first, sequence);
    known.last = Math.max(known.last, sequence);
    known.entries++;
  }

  lists(): Lists {
    const emitters = [...this.#emitters].map(([id, seen]) => ({ id, ...seen }));
    return { ...this.#lists, emitters: emitters.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }
}
