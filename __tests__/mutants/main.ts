import { Command } from "commander";
import { writeFileSync } from "node:fs";
import { Progress } from "../../cli/progress";
import { EXIT } from "../../errors";
import { synthesize } from "../stacks/synthesized";
import { faults, isClean, killedByAttribute, killedLines, summary, tallyOf } from "./report";
import { mutantsOfAll } from "./run";
import { runShared } from "./shared";

interface Options {
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly json?: string;
}

const HELP = `
Changes every attribute of every resource of the repository's own stacks, one at a time, and lets all rules compare
before and after. Which change weakens a duty stands in __tests__/mutants/directions/, row by row with a reason; an
attribute without a row fails the run, and so does a row without an attribute.

Exit codes: 0 every weakening is seen and nothing else, 2 otherwise.

Examples:
  $ npm run test:mutants
  $ npm run test:mutants -- --verbose
  $ npm run test:mutants -- --json mutants.json`;

/** `npm run test:mutants`: whether the rules see what weakens evidence, and only that. */
async function run({ verbose, quiet, json }: Options): Promise<void> {
  const { stacks } = synthesize();
  const all = mutantsOfAll(stacks).length;
  const progress = new Progress();
  let tried = 0;
  const { outcomes, stale } = await runShared(stacks, () =>
    progress.say(`${(tried += 1)} of ${all} changes tried`),
  );
  progress.done();
  const tally = tallyOf(outcomes);
  const killed = verbose ? killedLines(outcomes) : killedByAttribute(outcomes);
  if (!quiet) for (const line of killed) console.log(line);
  for (const line of faults(outcomes, stale)) console.log(line);
  console.log(summary(tally, stale));
  if (json !== undefined) writeFileSync(json, JSON.stringify({ tally, stale, outcomes }));
  if (!isClean(tally, stale)) process.exitCode = EXIT.finding;
}

void new Command("test:mutants")
  .description("Mutation testing of the rules over the repository's own stacks.")
  .option("--verbose", "one line a mutant", false)
  .option("--quiet", "faults and counts only", false)
  .option("--json <file>", "write every outcome there")
  .addHelpText("after", HELP)
  .action(run)
  .parseAsync();
