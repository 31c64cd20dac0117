import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";

const ROOT = path.join(__dirname, "../../..");

/** A moto server of a test's own. */
export interface Moto {
  readonly endpoint: string;
  stop(): void;
}

/** Starts moto on a free port, from the embedded world's Python if it is there, else from PATH. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const server = spawn(motoServer(), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    if (
      await fetch(`${endpoint}/moto-api/`).then(
        (answer) => answer.ok,
        () => false,
      )
    ) {
      return { endpoint, stop: () => server.kill() };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill();
  throw new Error("moto_server did not answer within 30 s");
}

function motoServer(): string {
  const world = path.join(ROOT, ".sandbox");
  const pythons = existsSync(world) ? readdirSync(world) : [];
  const own = pythons
    .map((name) => path.join(world, name, "bin/moto_server"))
    .find((file) => existsSync(file));
  return own ?? "moto_server";
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
