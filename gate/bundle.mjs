#!/usr/bin/env node
// Puts the gate into one program, gate/dist/main.cjs: from its thousand files it starts three times as slowly, and training
// waits for that. The AWS SDK and PGlite are not needed at every start: they are loaded from node_modules when asked for.
import { chmod, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Chunks of artifacts are young and large objects of JavaScript's memory: with the ordinary 16 MB for the young ones the
 * gate holds 25 MB more, and is no faster.
 */
const NODE = "#!/usr/bin/env -S node --max-semi-space-size=1";

const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, "dist/main.cjs");
// A gate may be starting from what is there.
const unfinished = `${file}.${process.pid}`;

await mkdir(dirname(file), { recursive: true });
await build({
  entryPoints: [join(here, "main.ts")],
  outfile: unfinished,
  banner: { js: NODE },
  bundle: true,
  platform: "node",
  target: "node20.18",
  external: ["@aws-sdk/*", "@electric-sql/pglite", "pg-native"],
  minifyWhitespace: true,
  // Stacks and errors tell names.
  keepNames: true,
  logLevel: "warning",
});
await chmod(unfinished, 0o755);
await rename(unfinished, file);
