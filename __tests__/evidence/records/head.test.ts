import {
  envelopeDigest,
  placeOf,
  readHead,
  recordKey,
  type RecordStore,
  type StoredKey,
} from "../../../evidence/records";
import { readBehind } from "../../../evidence/records/head";

/** A store of any length whose records are their keys; counts how many keys it had to list. */
class LongStore implements RecordStore {
  readonly name = "long";
  listed = 0;

  constructor(
    private readonly holds: (sequence: number) => boolean,
    private readonly last: number,
  ) {}

  async *list(prefix: string, after?: string): AsyncIterable<StoredKey> {
    const from = (after === undefined ? 0 : (placeOf(after)?.sequence ?? 0)) + 1;
    for (let sequence = from; sequence <= this.last; sequence++) {
      if (!this.holds(sequence)) continue;
      this.listed++;
      const key = recordKey(prefix.split("/")[1]!, sequence);
      const version = { key, versionId: "1", bytes: 1, writtenAt: "", deleteMarker: false };
      yield { key, versions: [version], deleteMarkers: [] };
    }
  }

  read({ key }: { key: string }) {
    return Promise.resolve(Buffer.from(key));
  }
  streams = () => Promise.reject(new Error("not asked"));
  putIfAbsent = () => Promise.reject(new Error("not asked"));
}

const headAt = (sequence: number) => ({
  sequence,
  sha256: envelopeDigest(Buffer.from(recordKey("s", sequence))),
});
const every = () => true;

describe("The head of a stream", () => {
  it.each([1, 2, 999, 1000, 1001, 1999, 2000, 2001, 3000, 4095, 31_999, 123_457])(
    "is found behind %d records without listing many more than two thousand",
    async (count) => {
      const store = new LongStore(every, count);
      expect(await readHead(store, "s")).toEqual(headAt(count));
      expect(store.listed).toBeLessThan(2200);
    },
  );

  it("is found behind holes", async () => {
    const store = new LongStore((sequence) => sequence < 1500 || sequence > 90_000, 90_010);
    expect(await readHead(store, "s")).toEqual(headAt(90_010));
  });

  it("is sought from a head that is known, and is that one when nothing came after", async () => {
    const store = new LongStore(every, 5000);
    const { next, head } = await readBehind(store, "s", headAt(4998));
    expect({ next: next?.key, head }).toEqual({ next: recordKey("s", 4999), head: headAt(5000) });
    expect(store.listed).toBe(2);
    expect(await readBehind(store, "s", headAt(5000))).toEqual({ head: headAt(5000) });
  });
});
