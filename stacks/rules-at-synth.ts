import { TerraformStack, type App } from "cdktf";
import { join } from "node:path";
import type { Environment } from "../configs";
import { evaluate, readJson, refusal, RULES, synthesizedSet, waiverLine, weigh, type Rule } from "../rules";

/**
 * Judges what was just written, all stacks together, and fails synth on what is unmet: a weakening is found before
 * anybody plans it. What cannot be told yet is left to `evidence check`, which blocks on it.
 *
 * @param rules those of the catalogue when not given
 */
export function judgeAtSynth(
  app: App,
  environments: readonly Environment[],
  rules: readonly Rule[] = RULES,
): void {
  app.node.addValidation({ validate: () => judge(app, environments, rules) });
}

/** @throws UserError rather than returning words, which CDKTF would print with a stack */
function judge(app: App, environments: readonly Environment[], rules: readonly Rule[]): string[] {
  // The app's own stacks: folders of stacks that are gone stay behind in the output.
  const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
  const sources = stacks.map((stack) =>
    readJson(join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath)),
  );
  const evaluation = evaluate(rules, synthesizedSet(sources, true));
  const waivers = environments.flatMap((environment) => environment.waivers);
  const weighed = weigh(evaluation.verdicts, waivers, new Date().toISOString().slice(0, "YYYY-MM-DD".length));
  for (const { waiver } of weighed.waived) console.error(`waived: ${waiverLine(waiver)}`);
  const refused = refusal(rules, evaluation, weighed);
  if (refused) throw refused;
  return [];
}
