import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inChild, type Cost, type Result } from "./measure";

const SIZES = [200, 2_000];

/** How fast one writer appends signed records to a stream in a folder, and whether it slows down as the stream grows. */
export function benchRecords(): Result {
  const costs = SIZES.map((records) => {
    process.stderr.write(`appending ${records} records ...\n`);
    const folder = mkdtempSync(join(tmpdir(), "bench-records-"));
    try {
      const cost = inChild<Cost>(join(__dirname, "records-step.ts"), folder, String(records));
      return { records, ...cost, each: cost.seconds / records };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  const [smallest] = costs;
  return {
    title: "Records appended by one writer (local key, local folder)",
    columns: ["records", "s", "peak MB", "records/s", "time a record, against the smallest"],
    rows: costs.map(({ records, seconds, megabytes, each }) => [
      records,
      seconds.toFixed(1),
      Math.round(megabytes),
      Math.round(1 / each),
      `${(each / smallest!.each).toFixed(2)}x`,
    ]),
    notes: [],
  };
}
