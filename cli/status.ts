import { Command } from "commander";
import { EXIT } from "../errors";
import type { Status } from "../gate/decisions";
import { gated, GATE_HELP, GateClient, type GateOptions } from "./gate-client";
import { printStatus } from "./gate-output";

const HELP = `${GATE_HELP}

Examples:
  $ evidence status credit-scoring 4
  $ evidence status credit-scoring 4 --json | jq .lacks.promotion`;

/** `evidence status`: how a model version stands before production. */
export function statusCommand(): Command {
  return gated(new Command("status"))
    .description(
      "Show how a version of a registered model stands: evidence, thresholds, contributors, approvals, and what it lacks.",
    )
    .argument("<name>", "registered model")
    .argument("<version>", "version number")
    .addHelpText("after", HELP)
    .action(async (name: string, version: string, options: GateOptions) => {
      const status = await statusFrom(new GateClient(options), name, version);
      if (options.json) console.log(JSON.stringify(status, undefined, 2));
      else printStatus(status);
      if (status.lacks.promotion.length > 0 || status.system === undefined) process.exitCode = EXIT.finding;
    });
}

/** @throws UserError when the gate cannot be asked, or knows no such version */
export function statusFrom(gate: GateClient, name: string, version: string): Promise<Status> {
  return gate.get<Status>(`status/${encodeURIComponent(name)}/${encodeURIComponent(version)}`);
}
