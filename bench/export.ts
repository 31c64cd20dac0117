import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inChild, type Cost, type Result } from "./measure";

/** What `makeArchive` tells. */
interface Archive {
  readonly objects: number;
  readonly jsonBytes: number;
}

/**
 * What exporting and verifying a month costs, against `zcat | jq -c` over the same objects: which parses each line once
 * and prints it, while an export also checks, orders, hashes, chains and signs, and verifying does it again.
 */
export function benchExport(events: number): Result {
  const folder = mkdtempSync(join(tmpdir(), "bench-export-"));
  const step = <T>(name: string) =>
    inChild<T>(join(__dirname, "export-step.ts"), name, folder, String(events));
  try {
    process.stderr.write(`making an archive of ${events} events ...\n`);
    const { objects, jsonBytes } = step<Archive>("archive");
    const exported = step<Cost>("export");
    const verified = step<Cost>("verify");
    process.stderr.write("zcat | jq -c ...\n");
    const jq = jqSeconds(join(folder, "archive"));
    const both = exported.seconds + verified.seconds;
    const against = (seconds: number) => (jq === undefined ? "-" : `${(jq / seconds).toFixed(2)}x`);
    const row = (name: string, seconds: number, megabytes: number | string) =>
      [name, seconds.toFixed(1), megabytes, Math.round(events / seconds), against(seconds)] as const;
    return {
      title: `Export of ${events} events (${objects} objects, ${(jsonBytes / 1e9).toFixed(1)} GB of JSON)`,
      columns: ["what", "s", "peak MB", "events/s", "times as fast as zcat | jq -c"],
      rows: [
        row("export", exported.seconds, Math.round(exported.megabytes)),
        row("verify", verified.seconds, Math.round(verified.megabytes)),
        row("both", both, ""),
        ...(jq === undefined ? [] : [row("zcat | jq -c", jq, "")]),
      ],
      notes: jq === undefined ? ["jq or zcat is not installed here: nothing to compare with"] : [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing where the programs are not installed. */
function jqSeconds(archive: string): number | undefined {
  const pipe = 'find "$0" -name "*.json.gz" | sort | xargs zcat | jq -c . > /dev/null';
  if (spawnSync("sh", ["-c", "command -v jq zcat"]).status !== 0) return undefined;
  const started = performance.now();
  const { status, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", pipe, archive], { encoding: "utf8" });
  if (status !== 0) throw new Error(`zcat | jq failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}
