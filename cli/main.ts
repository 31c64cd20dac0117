import { Command, CommanderError } from "commander";
import { EXIT, UserError } from "../errors";
import { version } from "../package.json";
import { applyCommand } from "./apply";
import { approveCommand, revokeCommand } from "./approve";
import { chainCommand } from "./chain";
import { checkCommand } from "./check";
import { costCommand } from "./cost";
import { detectCommand } from "./detect";
import { documentsCommand } from "./documents";
import { driftCommand } from "./drift";
import { exportCommand } from "./export";
import { gateCommand } from "./gate";
import { holdCommand } from "./hold";
import { incidentCommand } from "./incident";
import { jobCommand } from "./job";
import { planCommand } from "./plan";
import { breakGlassCommand, promoteCommand } from "./promote";
import { publishCommand } from "./publish";
import { queryCommand } from "./query";
import { recordsCommand } from "./records";
import { respondCommand } from "./respond";
import { restoreCommand } from "./restore";
import { reviewCommand } from "./review";
import { riskRegisterCommand } from "./risk-register";
import { sealCommand } from "./seal";
import { snapshotCommand } from "./snapshot";
import { statusCommand } from "./status";
import { thresholdsCommand } from "./thresholds";
import { validateCommand } from "./validate";
import { vaultCommand } from "./vault";
import { verifyCommand } from "./verify";
import { versionsCommand } from "./versions";

const EXIT_CODES = `
Exit codes:
  0  fine
  1  the input or the environment is at fault; the message says what to change
  2  a finding: broken evidence, a gap, no data
  3  a fault of this program`;

/** The `evidence` program with all its commands. */
export function program(): Command {
  return new Command("evidence")
    .description("Evidence for the EU AI Act (Regulation (EU) 2024/1689) from MLflow, Datadog and AWS.")
    .version(version)
    .addHelpText("after", EXIT_CODES)
    .commandsGroup("Declare, review and deploy:")
    .addCommand(validateCommand())
    .addCommand(thresholdsCommand())
    .addCommand(checkCommand())
    .addCommand(planCommand())
    .addCommand(reviewCommand())
    .addCommand(applyCommand())
    .addCommand(costCommand())
    .commandsGroup("Bring a model version into production:")
    .addCommand(statusCommand())
    .addCommand(approveCommand())
    .addCommand(revokeCommand())
    .addCommand(promoteCommand())
    .addCommand(breakGlassCommand())
    .commandsGroup("Watch:")
    .addCommand(driftCommand())
    .addCommand(detectCommand())
    .addCommand(gateCommand())
    .addCommand(versionsCommand())
    .addCommand(snapshotCommand())
    .addCommand(riskRegisterCommand())
    .addCommand(incidentCommand())
    .addCommand(jobCommand())
    .commandsGroup("Ask and answer:")
    .addCommand(chainCommand())
    .addCommand(queryCommand())
    .addCommand(exportCommand())
    .addCommand(respondCommand())
    .addCommand(restoreCommand())
    .addCommand(verifyCommand())
    .addCommand(documentsCommand())
    .addCommand(publishCommand())
    .commandsGroup("Keep:")
    .addCommand(recordsCommand())
    .addCommand(sealCommand())
    .addCommand(holdCommand())
    .addCommand(vaultCommand());
}

/**
 * Runs one command line.
 *
 * @param args arguments without the program's name
 * @returns the exit code; user faults are printed without a stack, faults of ours with one
 */
export async function main(args: readonly string[]): Promise<number> {
  const evidence = program();
  for (const command of [evidence, ...evidence.commands])
    command.exitOverride().showHelpAfterError("(run with --help for usage)");
  try {
    await evidence.parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.user;
    if (error instanceof UserError) {
      console.error(`evidence: ${error.message}`);
      return error.exitCode;
    }
    console.error(
      "evidence: this is a fault of the program, not of your input. Please report it with what follows.",
    );
    console.error(error);
    return EXIT.bug;
  }
}
