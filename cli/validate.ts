import { Command } from "commander";
import { readConfigs } from "../configs";
import { configsInvalid } from "../errors";

/** `evidence validate`: every problem of every config file, each with file, line, value, rule and fix. */
export function validateCommand(): Command {
  return new Command("validate")
    .description(
      "Check the config files of AI systems and environments; lists all problems, not the first only.",
    )
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option(
      "--base <dir>",
      "the same folder at an earlier revision, such as plans/base/configs: no id that it has may be missing",
    )
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText(
      "after",
      "\nExamples:\n  $ evidence validate\n  $ evidence validate --configs ../team/configs --json\n  $ evidence validate --base plans/base/configs",
    )
    .action((options: { configs: string; base?: string; json: boolean }) => {
      const { configs, problems } = readConfigs(options.configs, options.base);
      const systems = configs.systems.map(({ id }) => id);
      const environments = configs.environments.map(({ id }) => id);
      if (options.json)
        console.log(
          JSON.stringify({ valid: problems.length === 0, systems, environments, problems }, null, 2),
        );
      if (problems.length > 0) throw configsInvalid(problems);
      console.error(`${systems.length} AI system(s) valid: ${systems.join(", ")}`);
      console.error(`${environments.length} environment(s) valid: ${environments.join(", ")}`);
    });
}
