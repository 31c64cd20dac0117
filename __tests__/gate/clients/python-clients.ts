import { spawn } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { ensurePython } from "../../../sandbox/world/python";

const PINS_OF_2_15 = join(__dirname, "mlflow-2.15.txt");

/** MLflow clients that teams have, as PyPI has them: nothing of ours is in them. */
export const CLIENTS = ["2.15.1", "3.17.2"] as const;
export type Client = (typeof CLIENTS)[number];

/** Interpreter with this client; installed at the first call. */
export async function pythonOf(client: Client): Promise<string> {
  const options = client === "2.15.1" ? { requirements: [PINS_OF_2_15] } : {};
  return (await ensurePython(DEFAULT_DIR, options)).python;
}

/** One step of `stock_client.py`. */
const step = z.object({
  step: z.string(),
  seconds: z.number(),
  gives: z.unknown().optional(),
  error_code: z.string().optional(),
  status: z.number().optional(),
  message: z.string().optional(),
});
export type Step = z.infer<typeof step>;

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Python program of this folder to its end. */
export function runPython(
  python: string,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = "",
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(__dirname, program), ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...env, PYTHONDONTWRITEBYTECODE: "" },
    });
    child.stdin.end(input);
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...said }));
  });
}

/** All steps that a program told of, by name. */
export function stepsOf({ status, stdout, stderr }: Outcome): ReadonlyMap<string, Step> {
  if (status !== 0) throw new Error(`the client ended with ${status}: ${stderr.slice(-2_000)}`);
  const steps = stdout.split("\n").filter(Boolean).map((line) => step.parse(JSON.parse(line))); // prettier-ignore
  return new Map(steps.map((each) => [each.step, each]));
}
