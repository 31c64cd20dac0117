import { Command } from "commander";
import { checkRegistryCommand } from "./gate-check";

/** `evidence gate`: the gate's records beside what they are about. */
export function gateCommand(): Command {
  return new Command("gate")
    .description("Check the gate in front of MLflow: do its records and the registry agree?")
    .addCommand(checkRegistryCommand());
}
