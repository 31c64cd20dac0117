import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfigs } from "../configs";
import { costReport, costText, parseAssumptions, STORAGE_CLASSES, type StorageClass } from "../evidence/cost";

interface Options {
  readonly environment: string;
  readonly configs: string;
  readonly eventsPerDay?: number;
  readonly storageClass?: StorageClass;
  readonly assume?: readonly string[];
  readonly json: boolean;
}

const HELP = `
An estimate: list prices, an average day, and assumptions that are printed below the table, each with its name and
value. A price nobody has confirmed for the region is marked as assumed.

Examples:
  $ evidence cost --environment production
  $ evidence cost --environment production --events-per-day 1000000 --storage-class DEEP_ARCHIVE
  $ evidence cost --environment production --assume queriesPerMonth=40 --assume indexedShare=0.1 --json`;

/** `evidence cost`: what keeping an environment's log costs, year by year, until the first entries expire. */
export function costCommand(): Command {
  return new Command("cost")
    .description("Estimate what keeping the log of an environment costs over its retention.")
    .requiredOption("--environment <id>", "environment, as in configs/environments/")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--events-per-day <n>", "log entries a day, instead of the systems' volumes", eventsPerDay)
    .addOption(
      new Option(
        "--storage-class <class>",
        "class the lifecycle moves objects to; GLACIER_IR unless given",
      ).choices(STORAGE_CLASSES),
    )
    .option("--assume <name=value>", "change an assumption; may be given several times", collect)
    .option("--json", "print the report as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action(({ environment, configs, assume = [], json, ...options }: Options) => {
      const assumptions = parseAssumptions(assume);
      const report = costReport(loadConfigs(configs), environment, { ...options, assumptions });
      console.log(json ? JSON.stringify(report, sixDecimals, 2) : costText(report));
    });
}

function eventsPerDay(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Dollars and bytes need no more, and sums of fractions would show their rounding otherwise. */
function sixDecimals(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toFixed(6)) : value;
}
