import { terraformInterrupted, terraformUnfit } from "../../errors";
import { terraformFault } from "./fault";
import { runTerraform, terraformProgram, type TerraformCall, type TerraformEnd } from "./run";
import { TerraformSaid, type PlannedChange } from "./said";

/** Where and how Terraform runs. */
export type TerraformPlace = Pick<TerraformCall, "stackDir" | "env" | "logFile" | "signal">;

/** What applying a plan came to. */
export type Applied = { readonly said: TerraformSaid } & (
  { readonly fault?: never } | { readonly fault: Error }
);

/** Terraform on one synthesized stack. Each method throws UserError with Terraform's own reason. */
export class Terraform {
  constructor(private readonly place: TerraformPlace) {}

  /** Makes the folder ready: backend and providers, or it says which of them is not to be had. */
  async init(): Promise<void> {
    await this.#run(["init", "-input=false", "-no-color"]);
  }

  /** Whether the stack is valid for its providers' own schemas; asks nothing of their services. */
  async validate(): Promise<void> {
    await this.#run(["validate", "-no-color"]);
  }

  /**
   * Plans, and applies nothing. An empty answer means that what is deployed is what is declared.
   *
   * @param out file for the plan
   * @param refresh whether to look at what is deployed, not at the state only
   */
  async plan(out: string, { refresh = true } = {}): Promise<readonly PlannedChange[]> {
    const args = ["plan", "-input=false", "-json", `-out=${out}`, ...(refresh ? [] : ["-refresh=false"])];
    return (await this.#run(args)).changes;
  }

  /** Writes a plan as JSON to a file, as a stream: whatever its size, memory stays as it is. */
  async show(planFile: string, jsonFile: string): Promise<void> {
    await this.#run(["show", "-no-color", "-json", planFile], { stdoutFile: jsonFile });
  }

  /** Applies a saved plan, and nothing else. What was done until a fault is told beside the fault. */
  async apply(planFile: string): Promise<Applied> {
    const said = new TerraformSaid();
    try {
      await this.#run(["apply", "-input=false", "-json", planFile], {}, said);
      return { said };
    } catch (fault) {
      if (fault instanceof Error) return { said, fault };
      throw fault;
    }
  }

  async #run(
    args: readonly string[],
    more: Pick<TerraformCall, "stdoutFile"> = {},
    said = new TerraformSaid(),
  ): Promise<TerraformSaid> {
    const end = await runTerraform({ ...this.place, ...more, args, onLine: said.line });
    if (end.status !== 0) throw this.#fault(args[0] ?? "", said, end);
    return said;
  }

  #fault(command: string, { errors }: TerraformSaid, { words }: TerraformEnd): Error {
    const { stackDir, logFile, signal } = this.place;
    const run = { stackDir, command, logFile };
    return signal?.aborted ? terraformInterrupted({ ...run, words: "" }) : terraformFault(run, errors, words);
  }
}

const OLDEST = { major: 1, minor: 5 };

/**
 * The version of the Terraform that will run.
 *
 * @throws UserError when there is none, or one that is too old
 */
export async function terraformVersion(place: TerraformPlace): Promise<string> {
  const lines: string[] = [];
  const args = ["version", "-json"];
  const { words } = await runTerraform({ ...place, args, onLine: (line) => lines.push(line) });
  const version = versionIn(lines.join("\n"));
  const program = terraformProgram(place.env);
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? "") ?? [];
  if (version === undefined || major === undefined)
    throw terraformUnfit(program, (lines.join("\n") || words).slice(0, 200));
  const tooOld =
    Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
  if (tooOld) throw terraformUnfit(program, `version ${version}`);
  return version;
}

function versionIn(text: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(text) as { terraform_version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
