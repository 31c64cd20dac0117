import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  databaseUrl,
  initialize,
  makeDatabase,
  makePostgresDir,
  serverArguments,
} from "../../sandbox/postgres/cluster";
import { findPostgres, type PostgresInstallation } from "../../sandbox/postgres/installed";
import { freePort } from "../../sandbox/world/ports";

/** PostgreSQL on a port of its own, with the gate's role. */
export interface TestPostgres {
  readonly url: string;
  /** Address of the same database for MLflow's role, or for who may do everything. */
  urlOf(role: "mlflow" | "postgres"): Promise<string>;
  /** Of its superuser, to the database `postgres`. */
  readonly superuserUrl: string;
  /** What the server says. */
  readonly log: string;
  /** As a power cut would: nothing is finished, nothing said. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @returns why there is none on this machine */
export async function startPostgres(): Promise<TestPostgres | { readonly missing: string }> {
  const found = await findPostgres();
  if ("missing" in found) return found;
  const dir = mkdtempSync(join(tmpdir(), "ai-act-evidence-postgres-"));
  const unreached = await makePostgresDir(found, dir);
  if (unreached !== undefined) return { missing: unreached };
  await initialize(found, dir, join(dir, "log"));
  const port = await freePort();
  let server = await started(found, dir, port);
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, "exit");
  };
  return {
    url: await databaseUrl(dir, port, "evidence_gate"),
    urlOf: (role) => databaseUrl(dir, port, role),
    superuserUrl: await databaseUrl(dir, port, "postgres", "postgres"),
    log: join(dir, "log"),
    crash: () => end("SIGQUIT"),
    start: async () => {
      server = await started(found, dir, port);
    },
    stop: async () => {
      await end("SIGQUIT");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function started(
  { bin, user }: PostgresInstallation,
  dir: string,
  port: number,
): Promise<ChildProcess> {
  const log = openSync(join(dir, "log"), "a");
  const server = spawn(join(bin, "postgres"), serverArguments(dir, port), {
    ...user,
    cwd: join(dir, "postgres"),
    stdio: ["ignore", log, log],
  });
  for (;;) {
    try {
      await makeDatabase(dir, port);
      return server;
    } catch (error) {
      if (server.exitCode !== null || (error as { code?: unknown }).code !== "ECONNREFUSED") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
