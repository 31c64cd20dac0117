import Table from "cli-table3";
import { Argument, Command, InvalidArgumentError } from "commander";
import { benchExport } from "./export";
import { benchGate } from "./gate";
import type { Result } from "./measure";
import { benchQueries } from "./queries";
import { benchRecords } from "./records";
import { benchReview } from "./review";
import { benchSynthesis } from "./synthesis";

interface Options {
  readonly events: number;
  readonly json: boolean;
}

const PARTS: Readonly<Record<string, (options: Options) => Result>> = {
  synth: benchSynthesis,
  export: ({ events }) => benchExport(events),
  records: benchRecords,
  queries: benchQueries,
  review: benchReview,
  gate: benchGate,
};

/** Fewer have no chain that begins and ends on each of the month's days. */
const FEWEST_EVENTS = 1_000;

new Command("npm run bench --")
  .description("Measures what the product's heavy parts cost. Ratios are within one run on one machine.")
  .addArgument(new Argument("[parts...]", "what to measure").choices(Object.keys(PARTS)))
  .option(
    "--events <number>",
    "events of the archive that is exported; 10000000 is a big system's month",
    (text) => {
      if (!/^[1-9][0-9]*$/.test(text) || Number(text) < FEWEST_EVENTS)
        throw new InvalidArgumentError(`a number from ${FEWEST_EVENTS}`);
      return Number(text);
    },
    1_000_000,
  )
  .option("--json", "print the results as JSON", false)
  .action((parts: string[], options: Options) => {
    const chosen = parts.length > 0 ? parts : Object.keys(PARTS);
    const results = chosen.map((part) => PARTS[part]!(options));
    if (options.json) console.log(JSON.stringify(results, null, 2));
    else for (const result of results) print(result);
  })
  .parse();

function print({ title, columns, rows, notes }: Result): void {
  const table = new Table({ head: [...columns], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  console.log([title, table.toString(), ...notes, ""].join("\n"));
}
