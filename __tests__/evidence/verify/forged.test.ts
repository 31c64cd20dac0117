import { gzipSync } from "node:zlib";
import { canonicalString } from "../../../evidence/event";
import { changeJson, changeLines, copyOf, failures, forge, read, richBundle, write } from "./scene";
import { type Json, TestArchive, TestEmitter } from "../archive/corpus";
import { keys } from "../completeness/checkpoints";
import { exported } from "../export/bundles";

/** Bundles whose sums and signature are right, by a forger's key, and whose content is not: what only reading it shows. */

let bundle: string;
beforeAll(async () => {
  bundle = await richBundle();
});

async function forged(spoil: (copy: string) => void | Promise<void>): Promise<string> {
  const copy = copyOf(bundle);
  await spoil(copy);
  return (await failures(forge(copy))).join("\n");
}

const rewrite = (line: string, change: (event: Json) => void): string => {
  const event = JSON.parse(line);
  change(event);
  return canonicalString(event);
};

test("an event taken out is seen in its chain, the counts and the table", async () => {
  const failed = await forged((copy) =>
    changeLines(copy, (lines) => lines.filter((_, index) => index !== 1)),
  );
  expect(failed).toContain("chain chain.json: emitter api.1 has 2 event(s)");
  expect(failed).toContain("counts manifest.json: events is 6, counted are 5");
  expect(failed).toContain("parquet events.parquet: its rows differ");
});

test("a decision changed is seen in the chain: the next event was written after another one", async () => {
  const failed = await forged((copy) =>
    changeLines(copy, ([first, ...rest]) => [
      rewrite(first!, (event) => (event.output.decision = "refused")),
      ...rest,
    ]),
  );
  expect(failed).toContain(
    "chain manifest.json: chain-broken-link: the manifest counts 0, the events show 1",
  );
});

test.each<[string, (lines: string[]) => string[], string]>([
  [
    "not canonical",
    ([first, ...rest]) => [JSON.stringify({ z: 0, ...JSON.parse(first!) }), ...rest],
    "line 1 is no event: schema-violation",
  ],
  ["spelt with a space", ([first, ...rest]) => [` ${first}`, ...rest], "line 1 is no event: not-canonical"],
  [
    "of another system",
    ([first, ...rest]) => [rewrite(first!, (event) => (event.system.id = "cv-screening")), ...rest],
    "line 1 is of another system",
  ],
  [
    "of another environment",
    ([first, ...rest]) => [rewrite(first!, (event) => (event.environment = "x")), ...rest],
    "line 1 is of another environment",
  ],
  [
    "outside the period",
    ([first, ...rest]) => [rewrite(first!, (event) => (event.time = "2026-11-26T00:00:00.000Z")), ...rest],
    "line 1 is outside the period",
  ],
  ["there twice", ([first, ...rest]) => [first!, first!, ...rest], "line 2 is out of order, or there twice"],
  ["out of order", ([first, second, ...rest]) => [second!, first!, ...rest], "line 2 is out of order"],
  ["no JSON", ([, ...rest]) => ["{", ...rest], "line 1 is no event: not-json"],
])("an event that is %s is named with its line", async (_, change, words) => {
  expect(await forged((copy) => changeLines(copy, change))).toContain(`events events.ndjson.gz: ${words}`);
});

test.each<[string, string, (value: Json) => unknown, string]>([
  [
    "a gap hidden",
    "chain.json",
    (chains) => void Object.assign(chains[1], { gaps: [], gaps_total: 0, missing: 0 }),
    "chain chain.json: emitter api.1",
  ],
  [
    "an emitter hidden",
    "chain.json",
    (chains) => chains.slice(1),
    "counts manifest.json: emitters is 4, counted are 3",
  ],
  ["a neighbour invented", "chain.json", (chains) => void (chains[1].neighbours = []), "chain chain.json"],
  [
    "a day with more events",
    "counts.json",
    (days) => void (days[0].events += 1),
    "counts counts.json: 2026-11-24",
  ],
  [
    "a day too many",
    "counts.json",
    (days) => [...days, { ...days[0], day: "2026-11-25" }],
    "counts counts.json: it has days outside",
  ],
  [
    "findings hidden",
    "findings.json",
    () => [],
    "findings findings.json: chain-gap: the manifest counts 2, there are 0",
  ],
  [
    "an id with two contents not named",
    "findings.json",
    (all) => all.filter(({ code }: Json) => code !== "event-conflict"),
    "duplicates events.parquet: 01939d00",
  ],
  [
    "an object hidden",
    "objects.json",
    (objects) => objects.slice(1),
    "objects objects.json: object_versions",
  ],
  [
    "an event's source hidden",
    "objects.json",
    (objects) => objects.map((one: Json) => ({ ...one, key: "x" })),
    "objects events.parquet: rows come from lines",
  ],
  [
    "a claim of completeness",
    "manifest.json",
    (manifest) => void (manifest.completeness.holds = "yes"),
    "completeness manifest.json: said is yes at level 0, shown is no at level 0",
  ],
  [
    "entries that came late",
    "manifest.json",
    (manifest) => void (manifest.counts.late_path = 1),
    "counts manifest.json: late_path is 1, counted are 0",
  ],
  [
    "a higher level",
    "manifest.json",
    (manifest) => void (manifest.completeness.level = 3),
    "completeness manifest.json: said is no at level 3, shown is no at level 0",
  ],
  [
    "a silent emitter not counted",
    "manifest.json",
    (manifest) => void (manifest.request.expected_emitters = []),
    "completeness manifest.json: emitters-silent: the manifest counts 1, the bundle shows 0",
  ],
  [
    "a count that fits",
    "independent-count.json",
    (count) => void (count.counts[0].count = 6),
    "completeness manifest.json: count-missing: the manifest counts 1, the bundle shows 0",
  ],
  [
    "a count of another day",
    "independent-count.json",
    (count) => void (count.counts[0].from = "2026-11-23T00:00:00.000Z"),
    "json independent-count.json: it breaks its schema, or does not fit the period",
  ],
  [
    "the stranger's key among the exporter's",
    "key-ring.json",
    (ring) =>
      void ring.keys.push({
        ...ring.keys[0],
        keyId: keys.stranger.keyId,
        publicKey: keys.stranger.signer.publicKeyPem,
      }),
    "completeness manifest.json: checkpoint-unknown-key: the manifest counts 1, the bundle shows 0",
  ],
  ["no key", "key-ring.json", (ring) => void (ring.keys = []), "json key-ring.json: it breaks its schema"],
  [
    "an object written earlier than its events",
    "objects.json",
    (objects) => void objects.forEach((one: Json) => (one.written_at = "2026-11-24T00:00:00.000Z")),
    "completeness manifest.json: clock-ahead: the manifest counts 0, the bundle shows",
  ],
  [
    "findings not counted",
    "manifest.json",
    (manifest) => void (manifest.findings = {}),
    "chain manifest.json: chain-gap: the manifest counts 0, the events show 2",
  ],
  [
    "fewer emitters",
    "manifest.json",
    (manifest) => void (manifest.counts.emitters = 1),
    "counts manifest.json: emitters is 1",
  ],
  [
    "a period that is reversed",
    "manifest.json",
    (manifest) => void (manifest.request.period.from = "2027-01-01T00:00:00.000Z"),
    "manifest manifest.json: it breaks its schema at request.period: it has no length",
  ],
  [
    "an unknown member",
    "manifest.json",
    (manifest) => void (manifest.note = "x"),
    "manifest manifest.json: it breaks its schema",
  ],
  [
    "another schema version",
    "manifest.json",
    (manifest) => void (manifest.schema_version = "9.0.0"),
    "manifest manifest.json: it breaks its schema at schema_version",
  ],
  ["no JSON list", "chain.json", () => ({}), "json chain.json: it breaks its schema"],
])("%s in %s is found", async (_, name, change, words) => {
  expect(await forged((copy) => changeJson(copy, name, change))).toContain(words);
});

test.each<[string, (lines: string[]) => string[], string]>([
  [
    "taken out",
    () => [],
    "completeness manifest.json: checkpoint-unknown-key: the manifest counts 1, the bundle shows 0",
  ],
  ["that is no JSON", (lines) => ["{", ...lines], "json checkpoints.ndjson: line 1 breaks its schema"],
  ["after an empty line", (lines) => ["", ...lines], "json checkpoints.ndjson: line 2 breaks its schema"],
])("a checkpoint %s is found", async (_, change, words) => {
  const failed = await forged((copy) => {
    const lines = read(copy, "checkpoints.ndjson").toString().split("\n").slice(0, -1);
    write(
      copy,
      "checkpoints.ndjson",
      change(lines)
        .map((line) => `${line}\n`)
        .join(""),
    );
  });
  expect(failed).toContain(words);
});

test("a table of another bundle is found", async () => {
  const other = (
    await exported(new TestArchive().putEvents(new TestEmitter().emit("2026-11-24T08:00:00.000Z")))
  ).out;
  const failed = await forged((copy) => write(copy, "events.parquet", read(other, "events.parquet")));
  expect(failed).toContain("parquet events.parquet: it has 1 row(s), for 6 event(s)");
});

test.each([
  ["no table at all", Buffer.from("PAR1 nothing here PAR1")],
  ["empty", Buffer.alloc(0)],
])("a table that is %s is found, and does no harm", async (_, bytes) => {
  expect(await forged((copy) => write(copy, "events.parquet", bytes))).toContain(
    "parquet events.parquet: it cannot be read",
  );
});

test.each<[string, () => Buffer, string]>([
  ["one line of 2 GB", () => gzipBomb("x"), "there is more than the manifest says"],
  ["two thousand million lines", () => gzipBomb("\n"), "line 1 is no event: not-json"],
  ["cut", () => read(bundle, "events.ndjson.gz").subarray(0, -30), "the gzip data is cut"],
  [
    "followed by foreign bytes",
    () => Buffer.concat([read(bundle, "events.ndjson.gz"), Buffer.from("junk")]),
    "foreign bytes follow",
  ],
  ["not gzip", () => Buffer.from("{}"), "the file is not gzip"],
])("events that are %s are found in flat memory", async (_, bytes, words) => {
  const before = process.memoryUsage().rss;
  expect(await forged((copy) => write(copy, "events.ndjson.gz", bytes()))).toContain(words);
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
});

/** 2 GB of one character in 2 MB: members of 64 MB each, packed once. */
function gzipBomb(character: string): Buffer {
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, character));
  return Buffer.concat(Array.from({ length: 32 }, () => member));
}
