import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { tokenOf } from "../../sandbox/issuer/token-of";
import { temporaryFolder } from "../temporary";

export interface IssuerProcess {
  readonly url: string;
  /** An access token of one of sandbox/issuer/people.ts. */
  token(login: string, minutes?: number): Promise<string>;
  stop(): Promise<void>;
}

/** The sandbox's issuer as a process of its own: its library is an ES module, which jest does not load. */
export async function startIssuerProcess(): Promise<IssuerProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", resolve(__dirname, "../../sandbox/issuer/main.ts"), "--dir", temporaryFolder()],
    { stdio: ["ignore", "pipe", "ignore"], cwd: resolve(__dirname, "../..") },
  );
  const url = await listeningAddress(child.stdout);
  return {
    url,
    token: (login, minutes) => tokenOf(url, login, minutes),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function listeningAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /^listening on (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("the issuer did not start");
}
