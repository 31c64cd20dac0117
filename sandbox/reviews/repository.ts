import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadConfigs, type Configs } from "../../configs";
import { renderMarkdown, reviewPlans, type PlanFile } from "../../review";
import { synthesizedSet } from "../../rules";
import { createApp } from "../../stacks/app";
import type { StackJson } from "./declared";
import { planOf } from "./plan-of";

const CONFIGS = join(__dirname, "../../configs");
/** Day on which waivers are judged in examples, so that they stay the same. */
const TODAY = "2026-11-25";

/** The repository's configs, or a change of them, and what they synthesize to. */
export interface Declaration {
  readonly configs: Configs;
  /** By stack name. */
  readonly stacks: Readonly<Record<string, StackJson>>;
}

/**
 * Synthesizes the repository's configs with a change, in a folder that is gone afterwards.
 *
 * @param edit changes files below the folder it is given, which holds `systems/`, `environments/` and `thresholds/`
 */
export function declare(edit: (configsDir: string) => void = () => undefined): Declaration {
  const dir = mkdtempSync(join(tmpdir(), "ai-act-evidence-review-"));
  try {
    const configsDir = join(dir, "configs");
    for (const part of ["systems", "environments", "thresholds"])
      cpSync(join(CONFIGS, part), join(configsDir, part), { recursive: true });
    edit(configsDir);
    const configs = loadConfigs(configsDir);
    const outdir = join(dir, "out");
    mkdirSync(outdir);
    createApp(configs, outdir).synth();
    return { configs, stacks: readStacks(outdir) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function readStacks(outdir: string): Record<string, StackJson> {
  const read = (path: string) => JSON.parse(readFileSync(join(outdir, path), "utf8")) as unknown;
  const { stacks } = read("manifest.json") as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.fromEntries(
    Object.entries(stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      read(synthesizedStackPath) as StackJson,
    ]),
  );
}

/** Replaces words in a config file. The words must be there, once. */
export function reword(configsDir: string, file: string, from: string, to: string): void {
  const path = join(configsDir, file);
  const parts = readFileSync(path, "utf8").split(from);
  if (parts.length !== 2) throw new Error(`${file} says ${JSON.stringify(from)} ${parts.length - 1} times`);
  writeFileSync(path, parts.join(to));
}

/** A change between two declarations, as a pull request makes it. */
export interface Change {
  readonly base: Declaration;
  readonly head: Declaration;
  /** Whether the base is deployed; otherwise there is nothing yet. @default true */
  readonly deployed?: boolean;
  /** Addresses that `moved` blocks give another, by stack and new address. @default none */
  readonly moved?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Plans of the stacks a change concerns: those whose JSON changes, or all where nothing is deployed. */
function plansOf({ base, head, deployed = true, moved = {} }: Change): readonly PlanFile[] {
  const names = Object.keys({ ...base.stacks, ...head.stacks }).sort();
  return names
    .filter((stack) => !deployed || !isDeepStrictEqual(base.stacks[stack], head.stacks[stack]))
    .filter((stack) => head.stacks[stack] !== undefined)
    .map((stack) => {
      const before = deployed ? base.stacks[stack] : undefined;
      const plan = planOf({ stack, before, after: head.stacks[stack], moved: moved[stack] ?? {} });
      const text = JSON.stringify(plan);
      return {
        source: { path: `plans/${stack}.json`, json: JSON.parse(text) as unknown, stack },
        sha256: createHash("sha256").update(text).digest("hex"),
      };
    });
}

/** The review of a change as `evidence review` writes it into a pull request. */
export function commentOn(change: Change): string {
  const { base, head } = change;
  const review = reviewPlans({
    plans: plansOf(change),
    base: setOf(base),
    head: setOf(head),
    configs: head.configs,
    baseConfigs: base.configs,
    today: TODAY,
  });
  return renderMarkdown(review);
}

const setOf = ({ stacks }: Declaration) =>
  synthesizedSet(
    Object.entries(stacks).map(([stack, json]) => ({ path: `${stack}.json`, json, stack })),
    true,
  );
