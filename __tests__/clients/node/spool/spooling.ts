import { cpSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import {
  createArt12Logger,
  type Art12Logger,
  type Art12LoggerOptions,
  type Art12SpoolError,
  type LogLine,
  type PutOnce,
  type SpoolOptions,
} from "../../../../clients/node";
import { ChainCheck } from "../../../../evidence/event";
import { temporaryFolder } from "../../../temporary";
import { minimalOptions } from "../logger-options";

/** A sink that takes, or fails with what it is told to. */
export class Intake {
  readonly taken: LogLine[] = [];
  /** Thrown at each write; takes where there is none. */
  fault: ((lines: readonly LogLine[]) => unknown) | undefined;

  async write(lines: readonly LogLine[]): Promise<void> {
    const fault = this.fault?.(lines);
    if (fault !== undefined) throw fault;
    this.taken.push(...lines);
  }

  goAway(): void {
    this.fault = () => new Error("away");
  }

  comeBack(): void {
    this.fault = undefined;
  }
}

export interface Spooling {
  readonly intake: Intake;
  readonly folder: string;
  readonly faults: Art12SpoolError[];
  /** Makes a logger on the folder. */
  readonly start: (
    change?: Partial<Art12LoggerOptions>,
    spool?: Partial<SpoolOptions>,
  ) => Promise<Art12Logger>;
}

/** An application on a folder; a second one on it plays its next process. */
export function spooling(folder = path.join(temporaryFolder(), "spool"), intake = new Intake()): Spooling {
  const faults: Art12SpoolError[] = [];
  const start: Spooling["start"] = (change = {}, spool = {}) =>
    createArt12Logger({
      ...minimalOptions([]),
      sink: intake,
      ...change,
      spool: {
        folder,
        whenLogCannotBeWritten: "fail-closed",
        retryDelayMs: 5,
        closeWaitMs: 20_000,
        onFault: (fault) => faults.push(fault),
        ...spool,
      },
    });
  return { intake, folder, faults, start };
}

/** A vault: what was put there by key. `script` comes first. */
export function vault(script: ("fail" | "lose-the-answer")[] = []) {
  const objects = new Map<string, Uint8Array>();
  const put: PutOnce = async (key, bytes) => {
    const step = script.shift();
    if (step === "fail") throw new Error("503 Slow Down");
    if (objects.has(key)) return "taken";
    objects.set(key, bytes);
    if (step === "lose-the-answer") throw new Error("socket hang up");
    return "written";
  };
  return { objects, put };
}

/** The folder as a killed process leaves it: everything that is on disk, and nobody alive. */
export function asKilled(folder: string): string {
  const copy = path.join(temporaryFolder(), "killed");
  cpSync(folder, copy, { recursive: true, filter: (file) => !file.endsWith(".lock") });
  return copy;
}

/** Segments in a spool, in order. */
export function segments(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".segment"))
    .sort()
    .map((file) => path.join(folder, file));
}

export function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

/** Numbers of one emitter's events as they arrived. */
export function numbers(lines: readonly LogLine[], emitter: string): number[] {
  return lines
    .map(({ art12 }) => art12.event.emitter)
    .flatMap(({ id, sequence }) => (id === emitter ? [sequence] : []));
}

/** What is wrong in one emitter's chain, each event once. */
export function breaks(lines: readonly LogLine[], emitter: string): unknown[] {
  const chain = new ChainCheck();
  const once = new Map(lines.map(({ art12 }) => [art12.entry_sha256, art12]));
  return [...once.values()]
    .filter(({ event }) => event.emitter.id === emitter)
    .sort((a, b) => a.event.emitter.sequence - b.event.emitter.sequence)
    .map(({ event, entry_sha256 }) => chain.next(event.emitter, entry_sha256))
    .filter((found) => found !== undefined);
}

/** Waits until something holds, or fails. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let wait = 0; wait < 4_000; wait++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain until ${what}`);
}
