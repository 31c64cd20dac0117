import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { readConfigs } from "../configs";
import { provenanceOfAll, type ProvenanceFile } from "../gate/requirements/provenance";
import { configsInvalid, EXIT } from "../errors";

interface Options {
  readonly configs: string;
  readonly out?: string;
  readonly json: boolean;
}

/** `evidence thresholds`: since when the thresholds of each system stand, which a gate without git has to be told. */
export function thresholdsCommand(): Command {
  return new Command("thresholds")
    .description(
      "Say since when the thresholds of each AI system stand, by git: a run is judged by thresholds that are older (Art 9(8)). " +
        "Exits with 2 where it is not known.",
    )
    .option("--configs <dir>", "folder that holds systems/, environments/ and thresholds/", "configs")
    .option("--out <file>", "write it to a file for `--provenance` of a gate that runs without git")
    .option("--json", "print the same JSON on stdout", false)
    .addHelpText(
      "after",
      "\nExamples:\n  $ evidence thresholds\n  $ evidence thresholds --out thresholds-provenance.json   # in CI, with a whole clone",
    )
    .action(({ configs, out, json }: Options) => {
      const { thresholds, problems } = readConfigs(configs);
      if (problems.length > 0) throw configsInvalid(problems);
      const file = provenanceOfAll(thresholds);
      const text = `${JSON.stringify(file, null, 2)}\n`;
      if (out !== undefined) writeFileSync(out, text);
      if (json) process.stdout.write(text);
      for (const line of lines(file)) console.error(line);
      if (file.thresholds.some((each) => "unknownBecause" in each)) process.exitCode = EXIT.finding;
    });
}

function lines({ thresholds }: ProvenanceFile): string[] {
  return thresholds.map((each) =>
    "unknownBecause" in each
      ? `${each.file}: not known, because ${each.unknownBecause}`
      : `${each.file}: since ${each.committedAt}, commit ${each.commit.slice(0, 12)}`,
  );
}
