/** The issuer of the embedded world as a process. SIGTERM or SIGINT ends it. */
import { Command } from "commander";
import { startIssuer } from "./server";

async function main({ dir, port }: { readonly dir: string; readonly port: string }): Promise<void> {
  const issuer = await startIssuer(dir, { port: Number(port) });
  console.log(`listening on ${issuer.url}`);
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void issuer.stop());
}

new Command("issuer")
  .description("plays the identity provider (OpenID Connect) of the embedded world")
  .requiredOption("--dir <dir>", "folder of its keys, made at the first start")
  .option("--port <port>", "port on 127.0.0.1; 0 for a free one", "0")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 3;
  });
