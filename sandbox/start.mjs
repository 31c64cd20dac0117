#!/usr/bin/env node
// `npm start` and `npm test` on a fresh clone: plain Node, because nothing is installed yet. Installs what the lock
// file says, if that is not what is there, and then runs the TypeScript program given as arguments.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The AWS SDK tells on every start that it will want Node 22 in 2027: a matter for us, not for who runs this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [wantedMajor, wantedMinor] = [20, 18];

function main() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    fail(`Node ${wantedMajor}.${wantedMinor} or later is needed; this is ${process.versions.node}.`);
  }
  if (!installed()) {
    console.error("Installing the packages of package-lock.json ...");
    if (run("npm", ["ci", "--no-progress"]) !== 0) fail("`npm ci` failed; its own words stand above.");
  }
  const [program, ...args] = process.argv.slice(2);
  if (!program) fail("usage: node sandbox/start.mjs <program.ts> [arguments]");
  process.exitCode = run(process.execPath, ["--import", "tsx", program, ...args]);
}

/** Whether node_modules holds the versions the lock file names (packages for other platforms aside). */
function installed() {
  const wanted = packagesOf("package-lock.json");
  const there = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === "" || optional || link || there[path]?.version === version,
  );
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
  } catch {
    return undefined;
  }
}

function run(command, args) {
  const { status, error, signal } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) fail(`${command}: ${error.message}`);
  return status ?? (signal ? 130 : 1);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

main();
