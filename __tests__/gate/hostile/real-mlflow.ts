import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { freePort, LOOPBACK } from "../../../sandbox/world/ports";
import { ensurePython } from "../../../sandbox/world/python";
import { temporaryFolder } from "../../temporary";

/** An artifact store that is no folder of MLflow's own. */
export interface ArtifactStore {
  /** As `--artifacts-destination` takes it. */
  readonly destination: string;
  /** What MLflow needs in its environment to reach it. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RealMlflow {
  readonly url: string;
  /** Folder of its artifact store, where that is its own. */
  readonly artifacts: string;
  /** Folder of its database and its artifacts. */
  readonly kept: string;
  readonly python: string;
  stop(): Promise<void>;
}

/**
 * The pinned MLflow, on an artifact store of its own.
 * @param database address of PostgreSQL. @default a file of its own
 * @param store where artifacts lie. @default a folder of its own
 */
export async function startMlflow(database?: string, store?: ArtifactStore): Promise<RealMlflow> {
  const { python } = await ensurePython(DEFAULT_DIR);
  const folder = temporaryFolder();
  const kept = join(folder, "kept");
  const artifacts = join(kept, "artifacts");
  mkdirSync(artifacts, { recursive: true });
  const port = await freePort();
  const log = openSync(join(folder, "log"), "a");
  const child = spawn(
    python,
    [
      ...["-m", "mlflow", "server", "--host", LOOPBACK, "--port", String(port), "--workers", "1"],
      ...["--backend-store-uri", database ?? `sqlite:///${join(kept, "mlflow.db")}`],
      ...["--serve-artifacts", "--artifacts-destination", store?.destination ?? artifacts],
    ],
    {
      stdio: ["ignore", log, log],
      cwd: folder,
      detached: true,
      env: {
        ...process.env,
        ...store?.env,
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
        MLFLOW_DISABLE_TELEMETRY: "true",
      },
    },
  );
  const url = `http://${LOOPBACK}:${port}`;
  for (let tries = 0; !(await healthy(url)); tries++) {
    if (tries > 300 || child.exitCode !== null)
      throw new Error(`MLflow did not start: ${join(folder, "log")}`);
    await sleep(200);
  }
  return {
    url,
    artifacts,
    kept,
    python,
    async stop() {
      const ended = once(child, "exit");
      // Its server is a child of its own, in the group that it leads.
      process.kill(-(child.pid as number), "SIGKILL");
      await ended;
    },
  };
}

const healthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  );
