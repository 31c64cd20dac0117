import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfigs } from "../configs";
import { createApp } from "../stacks/app";

/**
 * One synthesis of N AI systems in both environments, in a process of its own: `tsx bench/synth.ts N` prints what it
 * took as JSON. Time is the synthesis alone, without starting Node; memory is the whole process at its peak.
 */
const systemsWanted = Number(process.argv[2]);
const { systems, environments } = loadConfigs(join(__dirname, "../configs"));
const [sample] = systems;
if (!sample || !Number.isInteger(systemsWanted))
  throw new Error("usage: tsx bench/synth.ts <number of systems>");

const many = Array.from({ length: systemsWanted }, (_, index) => ({
  ...sample,
  id: `system-${index}`,
  registeredModel: `model-${index}`,
}));
const outdir = mkdtempSync(join(tmpdir(), "bench-synth-"));
try {
  const started = process.hrtime.bigint();
  createApp({ systems: many, environments }, outdir).synth();
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  console.log(
    JSON.stringify({
      systems: systemsWanted,
      resources: countResources(outdir),
      milliseconds,
      megabytes: process.resourceUsage().maxRSS / 1024,
    }),
  );
} finally {
  rmSync(outdir, { recursive: true, force: true });
}

function countResources(dir: string): number {
  return readdirSync(join(dir, "stacks"))
    .map(
      (stack) =>
        JSON.parse(readFileSync(join(dir, "stacks", stack, "cdk.tf.json"), "utf8")) as {
          resource?: Record<string, object>;
        },
    )
    .flatMap(({ resource }) => Object.values(resource ?? {}))
    .reduce((sum, byId) => sum + Object.keys(byId).length, 0);
}
