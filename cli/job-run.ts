import { spawn } from "node:child_process";
import path from "node:path";
import { EXIT } from "../errors";

/**
 * Runs this program once more, as a process of its own: a crash of it, or its end by force, is then an outcome like another.
 *
 * @param args without the program's name
 * @returns its exit code; that of a fault of ours where a signal ended it
 */
export function runEvidence(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(__dirname, "bin.mjs"), ...args], {
      stdio: "inherit",
      env,
    });
    // Whoever stops a task stops its first process alone; the child is to come to its own end.
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    const signals = ["SIGTERM", "SIGINT"] as const;
    for (const signal of signals) process.on(signal, pass);
    const release = (): void => signals.forEach((signal) => process.off(signal, pass));
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("close", (code, signal) => {
      release();
      if (signal !== null) console.error(`the job was ended by ${signal}`);
      resolve(code ?? EXIT.bug);
    });
  });
}
