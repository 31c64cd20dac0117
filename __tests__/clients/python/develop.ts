import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { pythonEnvironment } from "../../../sandbox/world/programs";
import { ensurePython } from "../../../sandbox/world/python";

/** The Python package as it stands in the repository. */
export const CLIENT = path.join(__dirname, "../../../clients/python");

/** Every pin with which it is built, checked and tested. */
export const PINS = path.join(CLIENT, "requirements/develop.txt");

/** Interpreter that has them; installed at the first call. */
export async function developPython(): Promise<string> {
  return (await ensurePython(DEFAULT_DIR, { requirements: [PINS] })).python;
}

const run = promisify(execFile);

/**
 * Runs a program in the package's folder to its end, and gives what it printed.
 * @throws Error with all it said, when it ends with anything but 0
 */
export async function runInClient(
  command: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...pythonEnvironment(), PYTHONDONTWRITEBYTECODE: "1", ...variables };
  try {
    const { stdout } = await run(command, [...args], { cwd: CLIENT, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim();
    throw new Error(`${path.basename(command)} ${args.join(" ")}\n${said || String(error)}`, {
      cause: error,
    });
  }
}
