import { Readable } from "node:stream";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { gunzip } from "../../../evidence/archive";

const TEXT = Array.from(
  { length: 400 },
  (_, line) => `{"line":${line},"salt":"${(line * 7919) % 1009}"}`,
).join("\n");
const WHOLE = gzipSync(TEXT);

async function unpack(bytes: Buffer, chunkBytes = 1_000) {
  const parts: Buffer[] = [];
  const open = () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
      })(),
      { objectMode: false },
    );
  const end = await gunzip(open, (part) => {
    parts.push(Buffer.from(part));
    return true;
  });
  return { end, text: Buffer.concat(parts).toString() };
}

test("a half-written object gives every byte that is in it, wherever it breaks off", async () => {
  for (let cut = 3; cut < WHOLE.length; cut += 37) {
    const half = WHOLE.subarray(0, cut);
    const held = gunzipSync(half, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    for (const chunkBytes of [100, 65_536])
      expect(await unpack(half, chunkBytes)).toEqual({ end: "truncated", text: held });
  }
});

test.each([
  ["words", Buffer.from("not gzip")],
  ["zero bytes", Buffer.alloc(50)],
  ["what looks like another member", Buffer.from([0x1f, 0x8b, 0x01, 0x02, 0x03])],
])("after the end of the data %s are foreign, and all before is kept", async (_, foreign) => {
  for (const chunkBytes of [10, 65_536]) {
    const found = await unpack(Buffer.concat([WHOLE, foreign]), chunkBytes);
    expect(found).toEqual({ end: "trailing-garbage", text: TEXT });
  }
});

test("several members one after the other are one text", async () => {
  expect(await unpack(Buffer.concat([WHOLE, WHOLE]))).toEqual({ end: "whole", text: TEXT + TEXT });
});

test("a damaged object gives what lies before the damage", async () => {
  // Stored, not compressed: each block is a header of 5 bytes, its length and as many bytes of the text.
  const damaged = gzipSync(Buffer.alloc(200_000, "a"), { level: 0 });
  const secondBlock = 10 + 5 + damaged.readUInt16LE(10 + 1);
  damaged[secondBlock + 1]! ^= 0xff;
  const { end, text } = await unpack(damaged, 65_536);
  expect(end).toBe("corrupt");
  expect(text.length).toBe(secondBlock - 10 - 5);
});

test.each([
  ["no bytes", Buffer.alloc(0), "empty"],
  ["plain text", Buffer.from("{}\n"), "not-gzip"],
  ["one byte of gzip's two", Buffer.from([0x1f]), "not-gzip"],
])("%s are told apart from damage", async (_, bytes, end) => {
  expect(await unpack(bytes)).toEqual({ end, text: "" });
});

test("reading stops when the reader has seen enough", async () => {
  let seen = 0;
  const end = await gunzip(
    () => Readable.from([gzipSync(Buffer.alloc(50_000_000))], { objectMode: false }),
    (bytes) => (seen += bytes.length) < 1_000_000,
  );
  expect(end).toBe("stopped");
});
