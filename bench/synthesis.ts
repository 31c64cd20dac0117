import { join } from "node:path";
import { inChild, type Result } from "./measure";

/** What one synthesis took; `synth.ts` prints it. */
interface Measured {
  readonly systems: number;
  readonly resources: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

const SIZES = [2, 20, 200];
const RUNS = 3;

/** What synthesis costs as the number of AI systems grows. */
export function benchSynthesis(): Result {
  const results = SIZES.map(measure);
  const perResource = ({ milliseconds, resources }: Measured) => milliseconds / resources;
  const [smallest] = results as [Measured, ...Measured[]];
  return {
    title: "Synthesis",
    columns: ["AI systems", "resources", "ms", "peak MB", "time a resource, against the smallest"],
    rows: results.map((result) => [
      result.systems,
      result.resources,
      Math.round(result.milliseconds),
      Math.round(result.megabytes),
      ratio(perResource(result) / perResource(smallest)),
    ]),
    notes: [],
  };
}

/** The middle of several runs: one run is at the mercy of the machine. */
function measure(systems: number): Measured {
  const runs = Array.from({ length: RUNS }, () => {
    process.stderr.write(`synth of ${systems} systems ...\n`);
    return inChild<Measured>(join(__dirname, "synth.ts"), String(systems));
  }).sort((a, b) => a.milliseconds - b.milliseconds);
  return runs[Math.floor(RUNS / 2)]!;
}

const ratio = (value: number): string => `${value.toFixed(2)}x`;
