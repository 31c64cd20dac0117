// Copies a bundled program, and the packages that it asks for while it runs, into a folder: `packages.mjs PROGRAM FOLDER`.
// The lock file's packages are some hundred MB, most of them for synthesis and tests; what is not there cannot be attacked.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

const [program, folder] = process.argv.slice(2);
const root = resolve(".");
const asked = [...readFileSync(program, "utf8").matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(
  ([, name]) => name,
);
const copied = new Set();

for (const name of asked)
  if (!name.startsWith("node:") && !builtinModules.includes(name)) take(packageOf(name), root);
mkdirSync(join(folder, dirname(program)), { recursive: true });
copyFileSync(program, join(folder, program));
console.log(`${copied.size} packages`);

/** Copies a package that `from` asks for, and all that it needs. What is nowhere is optional to who asks, as pg-native is. */
function take(name, from) {
  const place = placeOf(name, from);
  if (place === undefined || copied.has(place)) return;
  copied.add(place);
  const nested = join(place, "node_modules");
  cpSync(place, join(folder, relative(root, place)), {
    recursive: true,
    filter: (file) => !file.startsWith(nested),
  });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(place, "package.json"), "utf8"),
  );
  for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) take(each, place);
}

/** As Node looks for it: in the nearest node_modules, then further up. */
function placeOf(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const place = join(at, "node_modules", name);
    if (existsSync(join(place, "package.json"))) return place;
    if (at === root) return undefined;
  }
}

function packageOf(name) {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}
