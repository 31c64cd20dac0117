/** The time-stamp authority as a process. SIGTERM or SIGINT ends it. */
import { Command } from "commander";
import { startAuthority } from "./server";

interface Options {
  readonly dir: string;
  readonly port: string;
  readonly days: string;
}

async function main({ dir, port, days }: Options): Promise<void> {
  const authority = await startAuthority(dir, { port: Number(port), days: Number(days) });
  console.log(`listening on ${authority.url}, root certificate ${authority.caFile}`);
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void authority.stop());
}

new Command("timestamp-authority")
  .description("plays an outside time-stamp authority (RFC 3161)")
  .requiredOption("--dir <dir>", "folder of its keys, made at the first start")
  .option("--port <port>", "port on 127.0.0.1; 0 for a free one", "0")
  .option("--days <days>", "how long its certificate is valid, when it is made", "30")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 3;
  });
