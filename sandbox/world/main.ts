/**
 * The embedded world by hand: `npx tsx sandbox/world/main.ts up|status|down [--dir DIR]`.
 * Exit codes as everywhere: 0 fine, 1 the user's or the machine's fault, 3 a fault of ours.
 */
import { Command } from "commander";
import { EXIT, UserError } from "../../errors";
import { DEFAULT_DIR, down, status, up, type WorldStep } from ".";

const print = ({ part, state, seconds }: WorldStep): void => {
  process.stderr.write(`${part}: ${state}${seconds === undefined ? "" : ` (${seconds.toFixed(1)} s)`}\n`);
};

/** Ctrl-C and a polite kill take back what was started so far. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => controller.abort(new Interrupted(name)));
  return controller.signal;
}

class Interrupted extends Error {}

const program = new Command("world").description(
  "starts and stops the embedded AWS, MLflow, Datadog stand-in and time-stamp authority",
);

program
  .command("up")
  .description("start what does not run")
  .option("--dir <dir>", "the world's folder", DEFAULT_DIR)
  .action(async ({ dir }: { dir: string }) => {
    const world = await up({ dir, progress: print, signal: abortOnSignal() });
    process.stdout.write(`. ${world.environmentFile}\n`);
  });

program
  .command("status")
  .description("show what runs, as JSON")
  .option("--dir <dir>", "the world's folder", DEFAULT_DIR)
  .action(async ({ dir }: { dir: string }) => {
    process.stdout.write(`${JSON.stringify(await status({ dir }), null, 2)}\n`);
  });

program
  .command("down")
  .description("stop everything and remove the world's data")
  .option("--dir <dir>", "the world's folder", DEFAULT_DIR)
  .action(({ dir }: { dir: string }) => down({ dir, progress: print }));

program.parseAsync().catch((error: unknown) => {
  if (error instanceof UserError || error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT.user;
  } else {
    console.error(error);
    process.exitCode = EXIT.bug;
  }
});
