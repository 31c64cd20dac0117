/** A PostgreSQL cluster of a world's own: one database, with a role for MLflow and one for the gate's own schema. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { PostgresInstallation } from "./installed";

const HOST = "127.0.0.1";
const DATABASE = "mlflow";
const SUPERUSER = "postgres";
/** MLflow has the schema `public`; the gate makes one of its own, in which MLflow's role has no right. */
const ROLES = ["mlflow", "evidence_gate"] as const;

export type DatabaseRole = (typeof ROLES)[number];

/** Removed with the world. */
export const postgresDir = (worldDir: string): string => join(worldDir, "postgres");

const passwordsFile = (worldDir: string): string => join(postgresDir(worldDir), "passwords.json");
const dataDir = (worldDir: string): string => join(postgresDir(worldDir), "data");

/**
 * Makes the folder of a cluster.
 *
 * @returns why it cannot be below this folder: the user that the server runs as does not reach it
 */
export async function makePostgresDir(
  { user }: PostgresInstallation,
  worldDir: string,
): Promise<string | undefined> {
  const folder = postgresDir(worldDir);
  await mkdir(folder, { recursive: true });
  if (!user) return undefined;
  await chown(folder, user.uid, user.gid);
  // A folder made by `mkdtemp` is its owner's alone; that others may pass through shows them nothing.
  await chmod(worldDir, 0o711);
  const reached = spawnSync("test", ["-w", folder], user);
  return reached.status === 0 ? undefined : `the user postgres does not reach ${folder}`;
}

/** Initializes the cluster, unless it is there. @throws Error with what `initdb` said */
export async function initialize(
  installation: PostgresInstallation,
  worldDir: string,
  log: string,
): Promise<void> {
  const { bin, user } = installation;
  await makePostgresDir(installation, worldDir);
  const data = dataDir(worldDir);
  if (existsSync(join(data, "PG_VERSION")) && existsSync(passwordsFile(worldDir))) return;
  await rm(data, { recursive: true, force: true });
  const password = (): string => randomBytes(24).toString("hex");
  const passwords = Object.fromEntries([SUPERUSER, ...ROLES].map((role) => [role, password()]));
  const file = join(postgresDir(worldDir), "initial-password");
  await writeFile(file, passwords[SUPERUSER] ?? "", { mode: 0o600 });
  if (user) await chown(file, user.uid, user.gid);
  const args = ["-D", data, "-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${file}`, "--encoding=UTF8"];
  const output = await open(log, "a");
  const child = spawn(join(bin, "initdb"), [...args, "--no-locale", "--no-sync"], {
    ...user,
    cwd: dirname(data),
    stdio: ["ignore", output.fd, output.fd],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  await output.close();
  await rm(file);
  if (code !== 0) throw new Error(`initdb ended with ${code}; its words are in ${log}`);
  await writeFile(passwordsFile(worldDir), JSON.stringify(passwords), { mode: 0o600 });
}

/** Arguments of `postgres`. Of a world that ends with its data nothing has to outlast a power cut. */
export const serverArguments = (worldDir: string, port: number): readonly string[] => [
  ...["-D", dataDir(worldDir), "-h", HOST, "-p", String(port)],
  ...["unix_socket_directories=", "fsync=off", "shared_buffers=64MB"].flatMap((each) => ["-c", each]),
];

/** Address of the database for a role. */
export async function databaseUrl(
  worldDir: string,
  port: number,
  role: DatabaseRole | typeof SUPERUSER,
  database = DATABASE,
): Promise<string> {
  const passwords = JSON.parse(await readFile(passwordsFile(worldDir), "utf8")) as Record<string, string>;
  return `postgresql://${role}:${passwords[role]}@${HOST}:${port}/${database}`;
}

/** Makes roles and database, as soon as the server takes logins. What is there stays. */
export async function makeDatabase(worldDir: string, port: number): Promise<void> {
  const asSuperuser = (database: string): Promise<string> => databaseUrl(worldDir, port, SUPERUSER, database);
  await withClient(await asSuperuser("postgres"), async (client) => {
    for (const role of ROLES) {
      const there = await client.query("select from pg_roles where rolname = $1", [role]);
      const { password } = new URL(await databaseUrl(worldDir, port, role));
      if (there.rowCount === 0) await client.query(`create role ${role} login password '${password}'`);
    }
    const there = await client.query("select from pg_database where datname = $1", [DATABASE]);
    if (there.rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
  await withClient(await asSuperuser(DATABASE), async (client) => {
    await client.query("grant all on schema public to mlflow");
    await client.query(`grant create on database ${DATABASE} to evidence_gate`);
  });
}

/** Of a server that has just been started: it refuses logins for a moment. */
const LOGIN_WITHIN_MS = 30_000;
const STARTING_UP = "57P03";

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const deadline = Date.now() + LOGIN_WITHIN_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      if ((error as { code?: unknown }).code !== STARTING_UP || Date.now() > deadline) throw error;
      await sleep(50);
      continue;
    }
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
