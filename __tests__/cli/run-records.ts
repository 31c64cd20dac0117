import { Command, CommanderError } from "commander";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyCommand } from "../../cli/apply";
import { detectCommand } from "../../cli/detect";
import { driftCommand } from "../../cli/drift";
import { gateCommand } from "../../cli/gate";
import { holdCommand } from "../../cli/hold";
import { planCommand } from "../../cli/plan";
import { publishCommand } from "../../cli/publish";
import { recordsCommand } from "../../cli/records";
import { reviewCommand } from "../../cli/review";
import { riskRegisterCommand } from "../../cli/risk-register";
import { sealCommand } from "../../cli/seal";
import { UserError } from "../../errors";
import { keyRingDocument } from "../evidence/records/actors";
import { temporaryFolder } from "../temporary";

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Code of the user fault it ended with. */
  readonly fault?: string;
}

/** Runs `evidence records …` in this process. */
export const records = (...args: string[]): Promise<Said> => run(recordsCommand(), args);

/** Runs `evidence plan …` in this process. */
export const plan = (...args: string[]): Promise<Said> => run(planCommand(), args);

/** Runs `evidence apply …` in this process. */
export const apply = (...args: string[]): Promise<Said> => run(applyCommand(), args);

/** Runs `evidence review …` in this process. */
export const review = (...args: string[]): Promise<Said> => run(reviewCommand(), args);

/** Runs `evidence detect …` in this process. */
export const detect = (...args: string[]): Promise<Said> => run(detectCommand(), args);

/** Runs `evidence drift …` in this process. */
export const drift = (...args: string[]): Promise<Said> => run(driftCommand(), args);

/** Runs `evidence gate …` in this process. */
export const gate = (...args: string[]): Promise<Said> => run(gateCommand(), args);

/** Runs `evidence hold …` in this process. */
export const hold = (...args: string[]): Promise<Said> => run(holdCommand(), args);

/** Runs `evidence publish …` in this process. */
export const publish = (...args: string[]): Promise<Said> => run(publishCommand(), args);

/** Runs `evidence risk-register …` in this process. */
export const riskRegister = (...args: string[]): Promise<Said> => run(riskRegisterCommand(), args);

/** Runs `evidence seal …` in this process. */
export const seal = (...args: string[]): Promise<Said> => run(sealCommand(), args);

/** Runs a command of `evidence` in this process. */
export async function run(command: Command, args: readonly string[]): Promise<Said> {
  const said = { stdout: "", stderr: "" };
  const log = jest.spyOn(console, "log").mockImplementation((text) => void (said.stdout += `${text}\n`));
  const error = jest.spyOn(console, "error").mockImplementation((text) => void (said.stderr += `${text}\n`));
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const evidence = new Command("evidence").addCommand(command.exitOverride()).exitOverride();
    await evidence.parseAsync([command.name(), ...args], { from: "user" });
    return { exitCode: Number(process.exitCode ?? 0), ...said };
  } catch (fault) {
    if (fault instanceof UserError) return { exitCode: fault.exitCode, fault: fault.code, ...said };
    if (fault instanceof CommanderError) return { exitCode: fault.exitCode, fault: fault.code, ...said };
    throw fault;
  } finally {
    process.exitCode = before;
    log.mockRestore();
    error.mockRestore();
  }
}

/** A `keys.json` with the key of each role. */
export function keysFile(): string {
  const file = join(temporaryFolder(), "keys.json");
  writeFileSync(file, JSON.stringify(keyRingDocument()));
  return file;
}
