import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { DEFAULT_DIR } from "../../sandbox/world";
import { freePort } from "../../sandbox/world/ports";
import { ensurePython } from "../../sandbox/world/python";
import type { TestPostgres } from "../gate/postgres";

const IMAGE = join(__dirname, "../../images/mlflow");
/** The local server has no certificate; in the image the root certificates of RDS are required. */
const WITHOUT_TLS = { PGSSLMODE: "disable" };

export interface Secret {
  readonly username: string;
  readonly password: string;
  readonly uri: string;
}

/** A server as RDS gives it: its owner makes logins and databases, and is no superuser. */
export interface Place {
  readonly owner: Omit<Secret, "uri">;
  readonly mlflow: Secret;
  readonly gate: Secret;
  readonly reader: Secret;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const password = (): string => randomBytes(20).toString("hex");
let places = 0;

/** Logins and databases of its own on a server, none of which are there yet; only their owner is. */
export async function placeOn(postgres: TestPostgres): Promise<Place> {
  const id = `${++places}`;
  const { host } = new URL(postgres.superuserUrl);
  const login = (name: string, scheme: string, database: string): Secret => {
    const secret = { username: `${name}_${id}`, password: password() };
    return { ...secret, uri: `${scheme}://${secret.username}:${secret.password}@${host}/${database}_${id}` };
  };
  const owner = { username: `evidence_owner_${id}`, password: password() };
  await asSuperuser(
    postgres,
    `create role ${owner.username} login createrole createdb password '${owner.password}'`,
    `alter role ${owner.username} set log_statement = 'all'`,
    // Made by the first place, and by the owner of a server otherwise.
    "do $$ begin create role mlflow_owner nologin; exception when duplicate_object then null; end $$",
  );
  return {
    owner,
    mlflow: login("mlflow", "postgresql+psycopg2", "mlflow"),
    gate: login("gate", "postgres", "gate"),
    reader: login("mlflow_reader", "postgresql+psycopg2", "mlflow"),
  };
}

export const databaseOf = ({ uri }: Secret): string => new URL(uri).pathname.slice(1);

/** An address that `pg` takes. */
export const addressOf = ({ uri }: Secret): string => uri.replace("+psycopg2", "");

/** Runs statements one by one and gives the rows of the last. */
export async function asking(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

export const asSuperuser = (
  postgres: TestPostgres,
  ...statements: string[]
): Promise<Record<string, unknown>[]> => asking(postgres.superuserUrl, ...statements);

/** The superuser's address of another database. */
export function superuserOf({ superuserUrl }: TestPostgres, database: string): string {
  const url = new URL(superuserUrl);
  url.pathname = database;
  return url.href;
}

export function variablesOf({ owner, mlflow, gate, reader }: Place): Record<string, string> {
  return {
    MIGRATE_OWNER: JSON.stringify(owner),
    MIGRATE_MLFLOW: JSON.stringify(mlflow),
    MIGRATE_GATE: JSON.stringify(gate),
    MIGRATE_READER: JSON.stringify(reader),
    MIGRATE_WAIT_SECONDS: "60",
  };
}

/** Starts a program of the image on this machine. */
export async function start(
  program: "migrate.py" | "serve.py",
  variables: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<Ended>; said(): string }> {
  const { python } = await ensurePython(DEFAULT_DIR);
  const child = spawn(python, [join(IMAGE, program), ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      PYTHONDONTWRITEBYTECODE: "1",
      ...WITHOUT_TLS,
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      ...variables,
    },
    // MLflow's workers are its children: they end with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
  return { child, ended, said: () => output };
}

export const migrate = async (place: Place, more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  (await start("migrate.py", { ...variablesOf(place), ...more })).ended;

export interface RunningMlflow {
  readonly url: string;
  stop(): Promise<void>;
}

/** MLflow as the image starts it, or what it said when it would not start. */
export async function serve(
  secret: Secret,
  artifacts: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningMlflow | Ended> {
  const port = await freePort();
  const { child, ended, said } = await start("serve.py", { ...more, MLFLOW_BACKEND_STORE_URI: secret.uri }, [
    ...["--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
    ...["--allowed-hosts", `127.0.0.1:${port}`],
    ...["--serve-artifacts", "--artifacts-destination", artifacts],
  ]);
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 90_000; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) return ended;
    const answers = await fetch(`${url}/health`).then(({ ok }) => ok, () => false); // prettier-ignore
    if (!answers) continue;
    return {
      url,
      async stop() {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
        await ended;
      },
    };
  }
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  throw new Error(`MLflow answers nobody: ${said()}`);
}
