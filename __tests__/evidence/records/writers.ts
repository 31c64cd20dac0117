import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { temporaryFolder } from "../../temporary";
import { actors } from "./actors";
import { READY, type AppendJob, type AppendResult } from "./append-many";

const PROGRAM = require.resolve("./append-many");

/** The gate's key, as a file only its owner may read. */
export function gateKeyFile(): string {
  const file = join(temporaryFolder(), "gate.pem");
  writeFileSync(file, actors.gate.privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(file, 0o600);
  return file;
}

/** A process of its own that appends one job and ends. */
export interface Writer {
  /** Resolves to nothing when it died, as told. */
  append(job: AppendJob): Promise<AppendResult | undefined>;
}

/** Starts a writer; resolves when it waits for its job, so that several can be set off at one time. */
export async function startWriter(env: NodeJS.ProcessEnv = {}): Promise<Writer> {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", PROGRAM], {
    cwd: join(__dirname, "../../.."),
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  const ended = once(child, "close") as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  await Promise.race([once(lines, "line"), ended]);
  if (said[0] !== READY) throw new Error("the writer did not start");
  return {
    append: async (job) => {
      child.stdin.end(JSON.stringify(job));
      const [code, signal] = await ended;
      if (signal === "SIGKILL" && job.dies) return undefined;
      if (code !== 0) throw new Error(`the writer ended with ${signal ?? code}`);
      return JSON.parse(said[1] ?? "") as AppendResult;
    },
  };
}
