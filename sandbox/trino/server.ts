/** One Trino on a loopback port, over the Glue catalogue and the buckets of an embedded AWS. */
import { spawn, type ChildProcess } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sandboxServiceFailed } from "../../errors";
import { CATALOG } from "../../evidence/queries/table";
import { AWS_CREDENTIALS } from "../world/environment";
import { freePort, LOOPBACK } from "../world/ports";
import { queryTrino } from "./client";
import type { TrinoInstallation } from "./install";

const START_MS = 120_000;
const PORT_TRIES = 3;

export interface Trino {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Trino and waits until it takes queries. It ends with this process at the latest.
 * Throws the user fault `sandbox-service-failed` with the end of its log.
 */
export async function startTrino(
  installation: TrinoInstallation,
  awsUrl: string,
  log: string,
): Promise<Trino> {
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), "trino-"));
    const port = await freePort();
    const url = `http://${LOOPBACK}:${port}`;
    const server = await launch(installation, folder, awsUrl, port, log);
    const kill = () => server.kill();
    process.once("exit", kill);
    const ended = new Promise<string>((resolve) => {
      server.once("error", (error) => resolve(error.message));
      server.once("exit", (code, signal) => resolve(`it ended with ${signal ?? code}`));
    });
    const stop = async () => {
      process.off("exit", kill);
      kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    };
    let end: string | undefined;
    void ended.then((why) => (end = why));
    const why = await untilReady(url, () => end);
    if (why === undefined) return { url, stop };
    await stop();
    const lastWords = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-10).join("\n");
    // Somebody else took the port between our look and its start.
    if (attempt < PORT_TRIES && lastWords.includes("Address already in use")) continue;
    throw sandboxServiceFailed("Trino", log, why, lastWords);
  }
}

async function launch(
  { home, java }: TrinoInstallation,
  folder: string,
  awsUrl: string,
  port: number,
  log: string,
): Promise<ChildProcess> {
  const catalogs = join(folder, "catalog");
  await mkdir(catalogs);
  await writeFile(join(catalogs, `${CATALOG}.properties`), properties(catalogProperties(awsUrl)));
  const config = join(folder, "config.properties");
  await writeFile(config, properties(serverProperties(home, catalogs, port)));
  const output = openSync(log, "w");
  try {
    return spawn(
      java,
      [
        ...["-Xmx512M", "-XX:+ExitOnOutOfMemoryError", "-Djdk.attach.allowAttachSelf=true"],
        ...[`-Dconfig=${config}`, `-Dnode.data-dir=${join(folder, "data")}`],
        // There is no property for the address of the HTTP server alone; without these it would listen everywhere.
        ...[`-Dnode.bind-ip=${LOOPBACK}`, `-Dnode.internal-address=${LOOPBACK}`],
        ...["-Dnode.environment=sandbox", "-cp", join(home, "lib", "*"), "io.trino.server.TrinoServer"],
      ],
      { cwd: folder, stdio: ["ignore", output, output] },
    );
  } finally {
    closeSync(output);
  }
}

const serverProperties = (home: string, catalogs: string, port: number) => ({
  coordinator: "true",
  "node-scheduler.include-coordinator": "true",
  "http-server.http.port": String(port),
  "discovery.uri": `http://${LOOPBACK}:${port}`,
  "plugin.dir": join(home, "plugin"),
  "catalog.config-dir": catalogs,
  "query.max-memory": "200MB",
  "query.max-memory-per-node": "200MB",
  "memory.heap-headroom-per-node": "100MB",
});

const catalogProperties = (awsUrl: string) => ({
  "connector.name": "hive",
  "hive.metastore": "glue",
  "hive.metastore.glue.endpoint-url": awsUrl,
  "hive.metastore.glue.region": AWS_CREDENTIALS.AWS_REGION,
  "hive.metastore.glue.aws-access-key": AWS_CREDENTIALS.AWS_ACCESS_KEY_ID,
  "hive.metastore.glue.aws-secret-key": AWS_CREDENTIALS.AWS_SECRET_ACCESS_KEY,
  "hive.partition-projection-enabled": "true",
  "fs.native-s3.enabled": "true",
  "s3.endpoint": awsUrl,
  "s3.region": AWS_CREDENTIALS.AWS_REGION,
  "s3.path-style-access": "true",
  "s3.aws-access-key": AWS_CREDENTIALS.AWS_ACCESS_KEY_ID,
  "s3.aws-secret-key": AWS_CREDENTIALS.AWS_SECRET_ACCESS_KEY,
});

function properties(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** Waits until it answers a query (it says it has started a little earlier); returns why it will not. */
async function untilReady(url: string, end: () => string | undefined): Promise<string | undefined> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(200)) {
    const answer = await queryTrino(url, "", "SELECT 1").catch(() => undefined);
    if (answer?.rows.length === 1) return undefined;
    const why = end();
    if (why !== undefined) return why;
  }
  return `it answered no query within ${START_MS / 1000} s`;
}
