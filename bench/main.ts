import { execFileSync } from "node:child_process";
import { join } from "node:path";
import Table from "cli-table3";

/** `npm run bench`: what synthesis costs as the number of AI systems grows. Ratios are within this one run. */
interface Measured {
  readonly systems: number;
  readonly resources: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

const SIZES = [2, 20, 200];
const RUNS = 3;

/** The middle of several runs: one run is at the mercy of the machine. */
function measure(systems: number): Measured {
  const runs = Array.from({ length: RUNS }, () => {
    process.stderr.write(`synth of ${systems} systems ...\r`);
    const output = execFileSync(
      process.execPath,
      ["--import", "tsx", join(__dirname, "synth.ts"), String(systems)],
      { encoding: "utf8" },
    );
    return JSON.parse(output) as Measured;
  }).sort((a, b) => a.milliseconds - b.milliseconds);
  const middle = runs[Math.floor(RUNS / 2)];
  if (!middle) throw new Error("no run");
  return middle;
}

const results = SIZES.map(measure);
const perResource = ({ milliseconds, resources }: Measured) => milliseconds / resources;
const [smallest] = results;
if (!smallest) throw new Error("no size");

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ synth: results }, null, 2));
} else {
  const table = new Table({
    head: ["AI systems", "resources", "synth ms", "peak MB", "time a resource, against the smallest"],
  });
  for (const result of results) {
    const ratio = perResource(result) / perResource(smallest);
    table.push([
      result.systems,
      result.resources,
      result.milliseconds.toFixed(0),
      result.megabytes.toFixed(0),
      `${ratio.toFixed(2)}x`,
    ]);
  }
  console.log(table.toString());
}
