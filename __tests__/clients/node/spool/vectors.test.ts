import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { batchBytes, batchesIn, lineOfEntry } from "../../../../clients/node/spool/batch";
import { lateKey, lateObject } from "../../../../clients/node/spool/late";
import { openLeftChain } from "../../../../clients/node/spool/left-chain";
import { StateFile, type ChainState } from "../../../../clients/node/spool/state-file";
import { classifyKey } from "../../../../evidence/archive";
import { readEntry, readLogEntry } from "../../../../evidence/event";
import { temporaryFolder } from "../../../temporary";
import { readVectors } from "../../vectors";

interface SpoolVectors {
  readonly segments: readonly {
    readonly name: string;
    readonly batches?: readonly (readonly string[])[];
    readonly text: string;
    readonly read: readonly (readonly (string | null)[])[];
  }[];
  readonly successors: readonly {
    readonly name: string;
    readonly last: string;
    readonly state: ChainState;
    readonly stop: object | null;
  }[];
  readonly late: readonly {
    readonly name: string;
    readonly entries: readonly string[];
    readonly key: string;
    readonly lines: readonly object[];
  }[];
}

const { segments, successors, late } = readVectors<SpoolVectors>("spool.json");
const linesOf = (entries: readonly string[]) => entries.map((entry) => lineOfEntry(entry)!);

describe("vectors of the spool, which bind every client", () => {
  it.each(segments)("a file of events: $name", ({ batches, text, read }) => {
    const found = [...batchesIn(Buffer.from(text))].map((batch) =>
      batch.map(({ entry }) => entry?.sha256 ?? null),
    );
    expect(found).toEqual(read);
    if (batches === undefined) return;
    const written = batches.map((entries) => batchBytes(linesOf(entries)));
    expect(Buffer.concat(written).toString()).toBe(text);
  });

  it.each(successors)("the end that the next process gives a chain: $name", async ({ last, state, stop }) => {
    const folder = path.join(temporaryFolder(), "chain");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "000000000001.segment"), batchBytes(linesOf([last])));
    const file = await StateFile.create(path.join(folder, "state"));
    await file.update(state);
    await file.close();
    const left = await openLeftChain(folder, 1e6, () => undefined);
    await left?.chain.close();
    const { event_id, ...found } = left?.stop?.art12.event ?? { event_id: undefined };
    expect(found).toEqual(stop ?? {});
    if (event_id !== undefined) expect(readEntry(left!.stop!.art12.entry)).toMatchObject({ ok: true });
  });

  it.each(late)("an object past Datadog: $name", async ({ entries, key, lines }) => {
    expect(lateKey(linesOf(entries))).toBe(key);
    expect(classifyKey("late", key)).toMatchObject({ kind: "archive" });
    const texts = gunzipSync(await lateObject(linesOf(entries)))
      .toString()
      .trimEnd()
      .split("\n");
    expect(texts.map((text) => JSON.parse(text) as object)).toEqual(lines);
    for (const line of lines)
      expect(readLogEntry((line as { attributes: object }).attributes)).toMatchObject({ ok: true });
  });
});
