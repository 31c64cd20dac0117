import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { appUndeclared, synthesisFailed } from "../../errors";
import { runCommand } from "./command";
import { readSynthesized, type SynthesizedStack } from "./synthesized";

const appSchema = z.looseObject({ app: z.string().min(1) });

/**
 * Runs the app that a checkout's `cdktf.json` names, as `cdktf synth` does, with another folder for what it writes.
 *
 * @param checkout folder with `cdktf.json` and `node_modules`
 * @throws UserError when there is no app, or it fails; with its own words
 */
export async function synthesizeInto(
  folder: string,
  checkout: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly SynthesizedStack[]> {
  const file = join(checkout, "cdktf.json");
  const text = await readFile(file, "utf8").catch(() => "null");
  const parsed = appSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw appUndeclared(file);
  const { app } = parsed.data;
  // By a shell, as cdktf runs it: it is a command line of the team's own.
  const { status, words } = await runCommand(app, [], {
    cwd: checkout,
    env: { ...env, CDKTF_OUTDIR: folder },
    shell: true,
  });
  if (status !== 0) throw synthesisFailed(checkout, app, words);
  return readSynthesized(folder);
}
