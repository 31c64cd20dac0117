import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { declared, loadConfigs, names, type Configs } from "../configs";
import { chainEnvironmentNeeded, chainOptionInvalid, EXIT } from "../errors";
import {
  archiveLog,
  chainHtml,
  chainText,
  followChain,
  noLocks,
  s3Locks,
  type ChainAnswer,
  type ChainSources,
} from "../evidence/chain";
import { parsePeriod } from "../evidence/export";
import { readKeyRing } from "../evidence/records";
import { mustBeUsable } from "../evidence/seal";
import { archiveOf } from "./archive-of";
import type { ChainOptions } from "./chain";
import { openBundle } from "./chain-bundle";
import { questionOf } from "./chain-question";
import { registrySource } from "./chain-registry";
import { Progress } from "./progress";
import { vaultOf } from "./vault-of";
import { visible } from "./visible";

/** Runs `evidence chain`. */
export async function runChain(
  options: ChainOptions,
  given: { readonly configsGiven: boolean },
): Promise<void> {
  const { from, to, timestampCa, html, json } = options;
  if ((from === undefined) !== (to === undefined))
    throw chainOptionInvalid("--from and --to", "one of the two", "both, or neither");
  const period = from === undefined || to === undefined ? undefined : parsePeriod(from, to);
  if (timestampCa !== undefined) await mustBeUsable(timestampCa);
  // A bundle is followed without configs, unless they are asked for: who reads it years later has none.
  const configs =
    options.bundle === undefined || given.configsGiven ? loadConfigs(options.configs) : undefined;
  const question = await questionOf(options, configs?.systems ?? []);
  const work = await mkdtemp(path.join(tmpdir(), "evidence-chain-"));
  const progress = new Progress();
  const registry =
    options.mlflow === undefined && options.gate === undefined ? undefined : registrySource(options);
  try {
    const sources =
      options.bundle === undefined
        ? await vaultSources(options, configs!, work)
        : await bundleSources(options, options.bundle, configs);
    const answer = await followChain(question, period, {
      ...sources,
      ...(registry && { registry: registry.source, readFrom: "live" as const }),
      systems: configs?.systems ?? [],
      system: options.system,
      onProgress: (doing) => progress.say(doing),
    });
    progress.done();
    print(answer, json);
    if (html !== undefined) await writePage(html, answer, json);
    process.exitCode = answer.outcome === "met" ? EXIT.ok : EXIT.finding;
  } finally {
    progress.done();
    await registry?.close();
    await rm(work, { recursive: true, force: true });
  }
}

type Sources = Omit<ChainSources, "systems" | "registry" | "onProgress">;

async function vaultSources(
  options: ChainOptions,
  { environments }: Configs,
  work: string,
): Promise<Sources> {
  const { environment: id, keys, dir, sourceDir, timestampCa, configs } = options;
  if (id === undefined) throw chainEnvironmentNeeded(undefined);
  if (keys === undefined)
    throw chainOptionInvalid("--keys", "none", "the key ring by which records are judged");
  const config = declared("--environment", environments, id);
  const { records, documents } = vaultOf({ environment: id, configs, ...(dir !== undefined && { dir }) });
  const ring = await readKeyRing(keys);
  const archive = archiveOf(config, sourceDir);
  const { region, emulated } = config.aws;
  return {
    readFrom: "vault",
    environment: { id, config },
    log: archiveLog({ archive, records, ring, work, timestampCa }),
    locks:
      sourceDir === undefined
        ? s3Locks({ bucket: names(config).vaultBucket, region, forcePathStyle: emulated })
        : noLocks("a local copy of the archive has no locks; S3 tells them"),
    records,
    documents,
    ring,
  };
}

async function bundleSources(
  options: ChainOptions,
  dir: string,
  configs: Configs | undefined,
): Promise<Sources> {
  const { environment: asked, keys, timestampCa } = options;
  const { environment, ...parts } = await openBundle(dir, { keys, timestampCa });
  const id = asked ?? environment;
  if (id === undefined) throw chainEnvironmentNeeded(dir);
  const config = configs && declared("--environment", configs.environments, id);
  return { readFrom: "bundle", environment: { id, config }, ...parts };
}

function print(answer: ChainAnswer, json: boolean): void {
  if (json) return console.log(JSON.stringify(answer, undefined, 2));
  console.log(chainText(answer).split("\n").map(visible).join("\n"));
}

async function writePage(file: string, answer: ChainAnswer, json: boolean): Promise<void> {
  await writeFile(file, chainHtml(answer)).catch((error: unknown) => {
    throw chainOptionInvalid(
      "--html",
      `${file} (${(error as NodeJS.ErrnoException).code})`,
      "a file that can be written",
    );
  });
  if (!json) console.log(`\npage: ${file}`);
}
