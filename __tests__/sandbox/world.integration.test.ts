import { CreateBucketCommand, ListBucketsCommand, type S3Client } from "@aws-sdk/client-s3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedS3 } from "../../sandbox/aws/client";
import { down, status, up, type World, type WorldStep } from "../../sandbox/world";
import { MARKER_VARIABLE, processesMarked, stopMarked } from "../../sandbox/world/processes";
import { readRegistry, type Registry } from "../../sandbox/world/registry";

const MAIN = resolve(__dirname, "../../sandbox/world/main.ts");

const dirs: string[] = [];
async function newDir(): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "world-")));
  dirs.push(dir);
  return dir;
}
afterAll(async () => {
  for (const dir of dirs) {
    await down({ dir });
    await rm(dir, { recursive: true });
  }
}, 60_000);

async function registryOf(dir: string): Promise<Registry> {
  const registry = await readRegistry(dir);
  if (!registry) throw new Error(`no world in ${dir}`);
  return registry;
}

/** All processes of the world in a folder, by what is written about it. */
async function processesOf(registry: Registry | undefined): Promise<number[]> {
  const services = Object.values(registry?.services ?? {});
  return (await Promise.all(services.map(({ marker }) => processesMarked(marker)))).flat();
}

async function upWithSteps(dir: string): Promise<{ world: World; started: string[] }> {
  const steps: WorldStep[] = [];
  const world = await up({ dir, progress: (step) => steps.push(step) });
  return { world, started: steps.filter(({ state }) => state === "started").map(({ part }) => part) };
}

async function kill(dir: string, name: "aws" | "mlflow" | "datadog"): Promise<void> {
  const { marker } = (await registryOf(dir)).services[name] ?? {};
  for (const pid of await processesMarked(marker ?? "")) process.kill(pid, "SIGKILL");
}

const s3 = (world: World): S3Client => embeddedS3(world.urls.aws);

// In order, on one world: the servers are heavy, and each step starts from what the one before left.
describe("the embedded world", () => {
  let dir: string;
  let first: World;
  beforeAll(async () => {
    dir = await newDir();
    [first] = await Promise.all([up({ dir }), up({ dir })]);
  }, 240_000);

  it("answers on all its addresses, each service started once although two starts came together", async () => {
    const { services } = await status({ dir });
    // PostgreSQL is part of a world where the machine has it.
    const names = services.map(({ name }) => name).filter((name) => name !== "postgres");
    expect(names).toEqual(["aws", "mlflow", "issuer", "gate", "datadog", "timestamps"]);
    expect(services.some(({ name }) => name === "postgres")).toBe(first.database.kind === "postgres");
    for (const { name, state } of services) expect([name, state]).toEqual([name, "healthy"]);
    const urls = Object.values((await registryOf(dir)).services).map(({ url }) => url);
    expect(urls.filter((url) => url.startsWith("http")).sort()).toEqual(Object.values(first.urls).sort());
  });

  it("writes down how to work on it by hand, with the gate as the way to MLflow and no other", async () => {
    const script = await readFile(first.environmentFile, "utf8");
    expect(script).toContain(`AWS_ENDPOINT_URL='${first.urls.aws}'`);
    expect(script).toContain(`MLFLOW_TRACKING_URI='${first.urls.gate}'`);
    expect(script).not.toContain(first.urls.mlflow);
    expect(await readFile(join(dir, "terraformrc"), "utf8")).toContain("provider_installation");
  });

  it("runs without MLflow's job runner: two processes, not ten", async () => {
    const { services } = await status({ dir });
    expect(services.find(({ name }) => name === "mlflow")?.pids).toHaveLength(2);
  });

  it("is kept as it is by a second start", async () => {
    await s3(first).send(new CreateBucketCommand({ Bucket: "kept" }));
    await writeFile(join(first.stateDir, "terraform.tfstate"), "{}");
    const before = await registryOf(dir);
    const { started } = await upWithSteps(dir);
    expect(started).toEqual([]);
    expect(await registryOf(dir)).toEqual(before);
    expect(existsSync(join(first.stateDir, "terraform.tfstate"))).toBe(true);
  });

  it("gets a dead MLflow back on the same address, with its gate, and nothing else is disturbed", async () => {
    await kill(dir, "mlflow");
    const { world, started } = await upWithSteps(dir);
    expect(started).toEqual(["MLflow", "Gate"]);
    expect([world.worldId, world.urls]).toEqual([first.worldId, first.urls]);
    expect((await s3(world).send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
  }, 60_000);

  it("is another world, without the old Terraform state and registry, once its AWS was started anew", async () => {
    const registered = join(dir, "mlflow", "of-the-old-world");
    await writeFile(registered, "");
    await kill(dir, "aws");
    const { world, started } = await upWithSteps(dir);
    const database = world.database.kind === "postgres" ? ["PostgreSQL"] : [];
    expect(started.sort()).toEqual(["AWS (moto)", "Datadog stand-in", "Gate", "MLflow", ...database].sort());
    expect(existsSync(registered)).toBe(false);
    expect(world.worldId).not.toBe(first.worldId);
    expect((await s3(world).send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    expect(existsSync(join(world.stateDir, "terraform.tfstate"))).toBe(false);
  }, 120_000);

  it("leaves no process and none of its files but logs when it is stopped, and can be stopped again", async () => {
    const registry = await registryOf(dir);
    expect((await processesOf(registry)).length).toBeGreaterThan(0);
    await down({ dir });
    expect(await processesOf(registry)).toEqual([]);
    for (const { name, state } of (await status({ dir })).services)
      expect([name, state]).toEqual([name, "not running"]);
    for (const name of [
      "world.json",
      "world.lock",
      "env.sh",
      "terraformrc",
      "state",
      "mlflow",
      "postgres",
      "gate",
      "issuer",
      "repository",
      "timestamp-authority",
    ])
      expect([name, existsSync(join(dir, name))]).toEqual([name, false]);
    expect(existsSync(join(dir, "logs", "aws.log"))).toBe(true);
    await down({ dir });
  }, 60_000);
});

describe("a start that is broken off", () => {
  /** Starts a world by command and waits until its MLflow, the slowest, is on its way. */
  async function starting(dir: string) {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, "up", "--dir", dir], { stdio: "ignore" });
    const exited = once(child, "exit") as Promise<[number | null]>;
    for (;;) {
      const registry = await readRegistry(dir);
      if (registry?.services.mlflow && (await processesMarked(registry.services.mlflow.marker)).length > 0)
        return { child, exited };
      if (child.exitCode !== null) throw new Error(`up ended with ${child.exitCode}`);
      await sleep(50);
    }
  }

  it("by Ctrl-C takes back what it had started", async () => {
    const dir = await newDir();
    const { child, exited } = await starting(dir);
    child.kill("SIGINT");
    expect((await exited)[0]).toBe(1);
    expect(await processesOf(await readRegistry(dir))).toEqual([]);
    expect(existsSync(join(dir, "world.lock"))).toBe(false);
  }, 60_000);

  it("by a hard kill is found and cleaned up by the next stop", async () => {
    const dir = await newDir();
    const { child, exited } = await starting(dir);
    child.kill("SIGKILL");
    await exited;
    const registry = await registryOf(dir);
    expect(await processesOf(registry)).not.toEqual([]);
    await down({ dir });
    expect(await processesOf(registry)).toEqual([]);
  }, 60_000);
});

it("a process that only has the process id of one of ours is never stopped", async () => {
  const stranger = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  await once(stranger, "spawn");
  const dir = await newDir();
  const service = {
    marker: "gone",
    port: 1,
    url: "http://127.0.0.1:1",
    log: "",
    pid: stranger.pid,
    startedAt: "",
  };
  await writeFile(join(dir, "world.json"), JSON.stringify({ worldId: "w", services: { aws: service } }));
  await down({ dir });
  expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  stranger.kill();
});

it("a process that ignores a polite stop is ended all the same", async () => {
  const marker = `stubborn-${process.pid}`;
  const program = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", program], {
    env: { ...process.env, [MARKER_VARIABLE]: marker },
  });
  await once(child.stdout, "data");
  await stopMarked(marker, 200);
  expect(await processesMarked(marker)).toEqual([]);
});
