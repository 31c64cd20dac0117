import { Command, InvalidArgumentError, Option } from "commander";
import { declared, loadConfigs } from "../configs";
import { EXIT } from "../errors";
import { S3Source } from "../evidence/archive";
import { RESTORE_TIERS, type RestoreTier } from "../evidence/cost";
import { parsePeriod } from "../evidence/export";
import {
  askForRestores,
  coldVersions,
  S3ColdStorage,
  surveyCold,
  waitUntilReadable,
} from "../evidence/restore";
import { vaultLocation } from "./archive-of";
import { Progress } from "./progress";
import { printRestore, type RestoreResult } from "./restore-output";

interface Options {
  readonly system: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly tier: RestoreTier;
  readonly days: number;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly json: boolean;
  readonly configs: string;
}

/** Long enough to export, verify and answer what comes back. */
const DEFAULT_DAYS = 14;

const HELP = `
Takes the same period as evidence export, and the same object versions: those of the days of the period and of a day
more on either side, whatever system wrote into them. Only copies are restored: the archived objects, and their locks,
stay as they are. Running it again shows how far it is, and asks for nothing that is under way or back already.
Times are typical ones of the S3 user guide, prices the dated list of evidence cost.

Exit codes:
  0  done: asked, under way, back, or nothing is cold
  1  the input or the environment is at fault; what was asked of S3 before goes on
  2  S3 refused single object versions, or did not tell about them: they are named

Examples:
  $ evidence restore --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 --dry-run
  $ evidence restore --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 --tier bulk
  $ evidence restore --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 --wait`;

/** `evidence restore`: copies of archived objects for reading, so that a period in a cold storage class can be exported. */
export function restoreCommand(): Command {
  return new Command("restore")
    .description("Bring a period back from a cold storage class, so that it can be exported.")
    .requiredOption("--system <id>", "AI system, as in configs/systems/")
    .requiredOption("--environment <id>", "environment whose vault is meant, as in configs/environments/")
    .requiredOption("--from <time>", "first day (2026-11-01) or instant (2026-11-01T08:00:00Z)")
    .requiredOption("--to <time>", "last day, included, or instant, not included")
    .addOption(
      new Option("--tier <tier>", "speed: the slower, the cheaper")
        .choices(RESTORE_TIERS)
        .default("standard"),
    )
    .option("--days <n>", "days the restored copies live", days, DEFAULT_DAYS)
    .option("--dry-run", "show what is cold, how long it takes and what it costs, and ask for nothing", false)
    .option("--wait", "wait until everything is back; breaking off harms nothing", false)
    .option("--json", "print the result as JSON on stdout", false)
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      const progress = new Progress();
      const result = await restore(options, progress).finally(() => progress.done());
      printRestore(result, options.json);
      process.exitCode = result.failures.length === 0 ? EXIT.ok : EXIT.finding;
    });
}

async function restore(options: Options, progress: Progress): Promise<RestoreResult> {
  const { system, from, to, tier, days: copyDays, dryRun, wait } = options;
  const { environments, systems } = loadConfigs(options.configs);
  const environment = declared("--environment", environments, options.environment);
  declared("--system", systems, system);
  const { region, emulated } = environment.aws;
  const vault = vaultLocation(environment);
  const period = parsePeriod(from, to);

  progress.say("listing objects");
  const window = await coldVersions(period, { source: new S3Source(vault), path: vault.path });
  const storage = new S3ColdStorage(vault);
  const before = await surveyCold(window.cold, storage, (done, total) =>
    progress.say(`asking where cold objects stand: ${done} of ${total}`),
  );
  const asked = dryRun
    ? undefined
    : await askForRestores(before.archived, storage, { tier, days: copyDays }, (done, total) =>
        progress.say(`asking for restores: ${done} of ${total}`),
      );
  const onLook = (done: number, total: number) => progress.say(`waiting: ${done} of ${total} not under way`);
  const after =
    asked === undefined || window.cold.length === 0
      ? before
      : wait
        ? await waitUntilReadable(window.cold, storage, { onLook })
        : await surveyCold(window.cold, storage);
  return {
    system,
    environment: environment.id,
    region,
    emulated,
    period,
    tier,
    copyDays,
    window,
    before,
    ...(asked !== undefined && { asked }),
    after,
    failures: [...after.unknown, ...(asked?.failures ?? [])],
  };
}

function days(text: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number from 1 to 9999.");
  return Number(text);
}
