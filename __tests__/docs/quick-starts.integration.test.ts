import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../../sandbox/world/environment";
import { temporaryFolder } from "../temporary";
import { ROOT } from "./markdown-files";
import { asOneShell, objectionTo } from "./reader";
import { blocksOf } from "./runbook-blocks";

const PAGES = join(ROOT, "docs/quick-start");
const WORLD = join(ROOT, ".sandbox/world.json");
/** What `npm start` leaves behind when it has come to its end. */
const LEFT_BEHIND = join(ROOT, ".sandbox/bundles/answer-credit-scoring/manifest.json");
const MINUTES = 60_000;

const missing = whatIsMissing();
if (missing !== undefined)
  console.error(`SKIPPED: the quick starts are not run, for ${missing}. Run npm start first.`);

/** Runs the commands of the quick starts as they stand there, in the embedded world that `npm start` has left. */
(missing === undefined ? describe : describe.skip)("The quick start", () => {
  const work = temporaryFolder();

  for (const name of readdirSync(PAGES)) {
    describe(`of the ${name.replace(/\.md$/, "").replaceAll("-", " ")}`, () => {
      // A page is one shell: what follows on a block that failed would fail for that reason alone.
      let failed = false;
      for (const block of blocksOf(readFileSync(join(PAGES, name), "utf8")))
        it(
          `${block.title} (exit ${block.exitCode})`,
          () => {
            if (failed) throw new Error("a block before this one did not come out as the page says");
            const script = asOneShell(block.commands, join(work, name));
            const {
              status: code,
              stdout,
              stderr,
            } = spawnSync("bash", ["-c", script], {
              cwd: ROOT,
              env: childEnvironment({}),
              encoding: "utf8",
            });
            const objection = objectionTo(block, { status: code, output: stdout + stderr });
            failed = objection !== undefined;
            if (objection) throw objection;
          },
          3 * MINUTES,
        );
    });
  }
});

/** The world as its registry tells of it: every service has a process that lives. */
function whatIsMissing(): string | undefined {
  if (!existsSync(WORLD)) return "no embedded world is up";
  const { services } = JSON.parse(readFileSync(WORLD, "utf8")) as {
    services: Readonly<Record<string, { readonly pid: number }>>;
  };
  for (const [name, { pid }] of Object.entries(services))
    if (!existsSync(`/proc/${pid}`)) return `the embedded world's ${name} has ended`;
  return existsSync(LEFT_BEHIND) ? undefined : "the embedded world has no answer yet";
}
