import { Command } from "commander";
import { loadConfigs } from "../configs";
import { EXIT } from "../errors";
import { evaluate, readSet, RULES, weigh } from "../rules";
import { checkJson, checkText } from "./check-output";

interface Options {
  readonly configs?: string;
  readonly json: boolean;
}

const HELP = `
Reads a folder of synthesized stacks (cdktf.out), one cdk.tf.json, or the JSON of \`terraform show -json\` of a plan (what
there would be) or a state (what there is). From one stack alone some things cannot be told: give the folder.

Exit codes: 0 every rule is met or not applicable, 2 a rule is unmet, or cannot be told, or a waiver has expired;
1 the input cannot be read.

Examples:
  $ evidence check cdktf.out --configs configs
  $ terraform show -json > state.json && evidence check state.json
  $ evidence check cdktf.out/stacks/production-evidence-vault/cdk.tf.json --json`;

/** `evidence check`: what the resources of a plan, a state or synthesized stacks say about the duties. */
export function checkCommand(): Command {
  return new Command("check")
    .description("Judge synthesized stacks, a plan or a state by the rules (docs/rules.md).")
    .argument("<path>", "folder of synthesized stacks, or a JSON file")
    .option("--configs <dir>", "folder of configs whose waivers count; none counts when left out")
    .option("--json", "print the verdicts as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action((path: string, { configs, json }: Options) => {
      const waivers =
        configs === undefined ? [] : loadConfigs(configs).environments.flatMap((each) => each.waivers);
      const evaluation = evaluate(RULES, readSet(path));
      const weighed = weigh(
        evaluation.verdicts,
        waivers,
        new Date().toISOString().slice(0, "YYYY-MM-DD".length),
      );
      console.log(json ? checkJson(evaluation, weighed) : checkText(RULES, evaluation, weighed));
      const { unmet, unknown, expired } = weighed;
      if (unmet.length + unknown.length + expired.length > 0) process.exitCode = EXIT.finding;
    });
}
