import type { Command } from "commander";
import { gateOptionInvalid } from "../errors";
import type { Door } from "../gate/decisions";

export interface DoorOptions {
  readonly alias?: string;
  readonly stage?: string;
}

export function doored(command: Command): Command {
  return command
    .option("--alias <name>", "through this protected alias, for example champion")
    .option("--stage <stage>", "through the classic stage: Production");
}

/** The door that the options name. @throws UserError when it is none or both */
export function doorOf({ alias, stage }: DoorOptions): Door {
  if (alias !== undefined && stage === undefined) return { kind: "alias", name: alias };
  if (stage === "Production" && alias === undefined) return { kind: "stage", name: stage };
  throw gateOptionInvalid(
    "--alias or --stage",
    [alias, stage].filter((given) => given !== undefined).join(" and ") || undefined,
    "one door into production: --alias NAME with a protected alias, or --stage Production",
    "name the one by which your serving loads the model",
  );
}

/** The door as options, for a command that is shown. */
export function doorArguments({ kind, name }: Door): string {
  return kind === "alias" ? `--alias ${name}` : `--stage ${name}`;
}
