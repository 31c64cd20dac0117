import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import { down, up, type World } from "../sandbox/world";
import { gate } from "../sandbox/world/mlflow-services";
import { freePort, LOOPBACK } from "../sandbox/world/ports";
import { readRegistry } from "../sandbox/world/registry";
import type { GateCost } from "./gate";

/** Measures one MLflow with the gate and without, by turns, and prints a `GateCost`. */
const REPOSITORY = join(__dirname, "..");
const CALLS = 1_000;
const ROUNDS = 3;
const MEGABYTES = 1_024;
const CHUNK = randomBytes(256 * 1024);
const SAMPLE_MS = 50;
const ASK_MS = 10;

/** One connection each: what is compared is the way, not how a client queues. */
const dispatcher = new Agent({ connections: 1, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });

interface Way {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "bench-gate-"));
  try {
    const world = await up({ dir });
    process.stdout.write(`${JSON.stringify(await measure(world))}\n`);
  } finally {
    await down({ dir });
    await rm(dir, { recursive: true, force: true });
    await dispatcher.close();
  }
}

async function measure(world: World): Promise<GateCost> {
  const alone: Way = { url: world.urls.mlflow, headers: {} };
  const token = world.variables["MLFLOW_TRACKING_TOKEN"] ?? "";
  const program = makeProgram();
  const starts: number[] = [];
  for (let round = 1; round < ROUNDS; round++) {
    const started = await startGate(world, program);
    starts.push(started.seconds);
    await started.stop();
  }
  const running = await startGate(world, program);
  const behind: Way = { url: running.url, headers: { authorization: `Bearer ${token}` } };
  const ways = { direct: alone, gate: behind };
  const experiment = await post(behind, "experiments/create", { name: "bench" });
  const run = await post(behind, "runs/create", {
    experiment_id: experiment["experiment_id"],
    start_time: Date.now(),
  });
  const { run_id: runId } = (run["run"] as { info: { run_id: string } }).info;
  await post(behind, "registered-models/create", { name: "bench" });
  const calls = [
    await times("read a registered model", ways, (way) => get(way, "registered-models/get?name=bench")),
    await times("tag a registered model", ways, (way) =>
      post(way, "registered-models/set-tag", { name: "bench", key: "bench", value: "1" }),
    ),
    await times("log a metric", ways, (way, number) =>
      post(way, "runs/log-metric", {
        run_id: runId,
        key: "m",
        value: number,
        timestamp: Date.now(),
        step: number,
      }),
    ),
  ];
  const { pid } = running;
  const artifact = `mlflow-artifacts/artifacts/${String(experiment["experiment_id"])}/${runId}/artifacts/large.bin`;
  const before = residentMegabytes(pid);
  const memory = watch(pid);
  const streams = [
    { what: "upload" as const, ...(await bestTimes(ways, (way) => upload(way, artifact))) },
    { what: "download" as const, ...(await bestTimes(ways, (way) => download(way, artifact))) },
  ];
  const most = memory.end();
  await running.stop();
  return {
    database:
      world.database.kind === "postgres"
        ? "PostgreSQL"
        : `SQLite, and PGlite in the gate: ${world.database.because}`,
    calls,
    streams,
    megabytes: MEGABYTES,
    memory: { before, most },
    start: Math.min(...starts, running.seconds),
  };
}

type Ways = Readonly<Record<"direct" | "gate", Way>>;

/** Calls by turns, so that what else the machine does hits both. */
async function times(what: string, ways: Ways, call: (way: Way, number: number) => Promise<unknown>) {
  const taken: Record<keyof Ways, number[]> = { direct: [], gate: [] };
  for (let number = -50; number < CALLS; number++)
    for (const name of ["direct", "gate"] as const) {
      const started = performance.now();
      await call(ways[name], number);
      if (number >= 0) taken[name].push(performance.now() - started);
    }
  const percentiles = (values: number[]) => {
    values.sort((a, b) => a - b);
    const at = (part: number): number => values[Math.floor(values.length * part)] ?? Number.NaN;
    return { p50: at(0.5), p99: at(0.99) };
  };
  return { what, direct: percentiles(taken.direct), gate: percentiles(taken.gate) };
}

async function bestTimes(ways: Ways, work: (way: Way) => Promise<void>): Promise<Record<keyof Ways, number>> {
  const best = { direct: Number.POSITIVE_INFINITY, gate: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of ["direct", "gate"] as const) {
      const started = performance.now();
      await work(ways[name]);
      best[name] = Math.min(best[name], (performance.now() - started) / 1000);
    }
  return best;
}

async function upload(way: Way, path: string): Promise<void> {
  const bytes = MEGABYTES * 1024 * 1024;
  const chunks = function* () {
    for (let sent = 0; sent < bytes; sent += CHUNK.length) yield CHUNK;
  };
  const headers = { ...way.headers, "content-length": String(bytes) };
  const { statusCode, body } = await request(`${way.url}/api/2.0/${path}`, {
    method: "PUT",
    headers,
    body: Readable.from(chunks()),
    dispatcher,
  });
  const said = await body.text();
  if (statusCode !== 200) throw new Error(`PUT ${path}: ${statusCode} ${said}`);
}

async function download(way: Way, path: string): Promise<void> {
  const { statusCode, body } = await request(`${way.url}/api/2.0/${path}`, {
    headers: way.headers,
    dispatcher,
  });
  let bytes = 0;
  for await (const chunk of body) bytes += (chunk as Uint8Array).length;
  if (statusCode !== 200 || bytes !== MEGABYTES * 1024 * 1024)
    throw new Error(`GET ${path}: ${statusCode}, ${bytes} bytes`);
}

const get = (way: Way, path: string) => ask(way, "GET", path);
const post = (way: Way, path: string, body: object) => ask(way, "POST", path, body);

async function ask(
  way: Way,
  method: "GET" | "POST",
  path: string,
  given?: object,
): Promise<Record<string, unknown>> {
  const { statusCode, body } = await request(`${way.url}/api/2.0/mlflow/${path}`, {
    method,
    headers: { ...way.headers, ...(given && { "content-type": "application/json" }) },
    ...(given && { body: JSON.stringify(given) }),
    dispatcher,
  });
  const said = await body.text();
  if (statusCode !== 200) throw new Error(`${method} ${path}: ${statusCode} ${said}`);
  return JSON.parse(said) as Record<string, unknown>;
}

const residentMegabytes = (pid: number): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;

function watch(pid: number): { end(): number } {
  let most = 0;
  const look = (): void => void (most = Math.max(most, residentMegabytes(pid)));
  const timer = setInterval(look, SAMPLE_MS * 4);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

interface RunningGate {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it answered. */
  readonly seconds: number;
  stop(): Promise<void>;
}

/** The gate as it is deployed: one program, beside the one that the world runs from its sources. */
async function startGate(world: World, program: string): Promise<RunningGate> {
  const { python, database, repository, urls, dir } = world;
  const postgres = (await readRegistry(dir))?.services.postgres?.url;
  const context = {
    ...{ dir, python, database, configs: repository.configs, stacksDir: "", stacks: [] },
    urls: { ...urls, ...(postgres && { postgres }) },
  };
  const port = await freePort();
  const url = `http://${LOOPBACK}:${port}`;
  const args = await gate.args(context, port);
  const [, ...options] = args.slice(args.findIndex((each) => each.endsWith("main.ts")));
  const env = await gate.env(context, port);
  const state = database.kind === "embedded" ? { EVIDENCE_GATE_STATE: join(dir, "bench-state") } : {};
  const started = performance.now();
  const child = spawn(program, options, {
    ...{ env: { ...env, ...state }, stdio: "ignore" },
    cwd: dir,
  });
  const ended = once(child, "exit");
  while (!(await gate.works(url))) {
    if (child.exitCode !== null) throw new Error(`the gate ended with ${child.exitCode}`);
    // Asking without a pause would take a processor from the gate.
    await pause(ASK_MS);
  }
  return {
    ...{ url, pid: child.pid ?? 0, seconds: (performance.now() - started) / 1000 },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function makeProgram(): string {
  execFileSync(process.execPath, [join(REPOSITORY, "gate/bundle.mjs")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(REPOSITORY, "gate/dist/main.cjs");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
