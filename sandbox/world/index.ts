/**
 * The embedded world: AWS (moto), MLflow, the Datadog stand-in and a time-stamp authority as real servers on 127.0.0.1.
 * They outlive the command that started them; `down` ends them. All state is in one folder, so several worlds can stand side by side.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { applicationDir } from "../credit/application-dir";
import {
  environmentScript,
  terraformCliConfigFile,
  timestampAuthorityDir,
  worldVariables,
} from "./environment";
import { withLock } from "./lock";
import { processesMarked, stopMarked } from "./processes";
import { findProviders, terraformCliConfig, type ProviderInMirror } from "./providers";
import { ensurePython } from "./python";
import { readRegistry, registryFile, writeRegistry } from "./registry";
import type { Registry, ServiceName, ServiceRecord } from "./registry";
import { SERVICES, type Service, type ServiceContext } from "./services";
import { isHealthy, startService } from "./start";

export { childEnvironment } from "./environment";

const REPOSITORY = resolve(__dirname, "../..");

/** Where a world lives unless told otherwise; the Python environment of all worlds is here, too. */
export const DEFAULT_DIR = join(REPOSITORY, ".sandbox");

export interface WorldStep {
  readonly part: string;
  readonly state: "starting" | "started" | "already running" | "stopped";
  /** How long it took; with `started` only. */
  readonly seconds?: number;
}

export interface UpOptions {
  /** @default `.sandbox` in the repository */
  readonly dir?: string;
  /** Called at each step, for a display. */
  readonly progress?: (step: WorldStep) => void;
  /** Aborting ends every process this call started, then `up` throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where the synthesized stacks are or will be. @default `cdktf.out/stacks` in the repository */
  readonly stacksDir?: string;
  /**
   * The stacks of the Datadog organisation the stand-in plays; a `*` at the end of a name stands for any rest.
   * @default `["sandbox-datadog", "sandbox-art72-monitoring-*"]`
   */
  readonly stacks?: readonly string[];
}

export interface World {
  readonly dir: string;
  /** Differs from the one before exactly when AWS was started anew, empty. */
  readonly worldId: string;
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** Interpreter with MLflow, scikit-learn and the German credit data. */
  readonly python: string;
  /** Variables for children; see `childEnvironment`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The same as a file to source. */
  readonly environmentFile: string;
  /** Providers that Terraform takes from this machine; what is missing here comes from the registry. */
  readonly providers: readonly ProviderInMirror[];
  /** Folder for Terraform state, key ring and witness; emptied whenever `worldId` changes: what they are about is gone then. */
  readonly stateDir: string;
}

const stateDirOf = (dir: string): string => join(dir, "state");

/**
 * Brings the world up: what runs and answers is kept, what does not is started anew, with what depends on it.
 * Concurrent calls on one folder wait for each other. Errors: the user faults of `withLock`, `ensurePython` and
 * `startService`; after any error no process that this call started is left.
 */
export async function up(options: UpOptions = {}): Promise<World> {
  const dir = resolve(options.dir ?? DEFAULT_DIR);
  const { progress = () => undefined, signal } = options;
  await mkdir(join(dir, "mlflow"), { recursive: true });
  return withLock(
    join(dir, "world.lock"),
    async () => {
      const python = await timed("Python packages", progress, async (reuse) => {
        const environment = await ensurePython(DEFAULT_DIR, signal);
        if (!environment.installed) reuse();
        return environment.python;
      });
      const stacksDir = resolve(options.stacksDir ?? join(REPOSITORY, "cdktf.out", "stacks"));
      const stacks = options.stacks ?? ["sandbox-datadog", "sandbox-art72-monitoring-*"];
      const registry = await startServices({ dir, python, awsUrl: "", stacksDir, stacks }, progress, signal);
      return describe(dir, python, registry);
    },
    { signal },
  );
}

async function startServices(
  context: ServiceContext,
  progress: (step: WorldStep) => void,
  aborted: AbortSignal | undefined,
): Promise<Registry> {
  const { dir } = context;
  // One service that does not start ends the start of the others.
  const failure = new AbortController();
  const signal = aborted ? AbortSignal.any([aborted, failure.signal]) : failure.signal;
  const registry: Registry = (await readRegistry(dir)) ?? { worldId: "", services: {} };
  const settled = new Map<ServiceName, Promise<"kept" | "started">>();
  const startedHere: ServiceName[] = [];
  // Records are written one after the other, in the order they were made.
  let writing: Promise<void> = Promise.resolve();
  const record = (name: ServiceName, value: ServiceRecord): Promise<void> => {
    registry.services[name] = value;
    return (writing = writing.then(() => writeRegistry(dir, registry)));
  };

  const settle = async (service: Service): Promise<"kept" | "started"> => {
    const needed = await Promise.all(service.needs.map((name) => settled.get(name)));
    const previous = registry.services[service.name];
    return timed(service.title, progress, async (reuse) => {
      if (previous && !needed.includes("started") && (await isHealthy(service, previous))) {
        reuse();
        return "kept";
      }
      if (previous) await stopMarked(previous.marker);
      if (service.name === "aws") {
        registry.worldId = randomUUID();
        await rm(stateDirOf(dir), { recursive: true, force: true });
      }
      startedHere.push(service.name);
      const now = { ...context, awsUrl: registry.services.aws?.url ?? "" };
      const announce = (value: ServiceRecord): Promise<void> => record(service.name, value);
      await announce(await startService(service, now, previous, announce, signal));
      return "started";
    });
  };

  for (const service of SERVICES) {
    const settling = settle(service);
    settling.catch((error: unknown) => failure.abort(error));
    settled.set(service.name, settling);
  }
  await Promise.allSettled(settled.values());
  if (!signal.aborted) return registry;
  for (const name of startedHere) await stopMarked(registry.services[name]?.marker ?? "");
  throw signal.reason;
}

async function describe(dir: string, python: string, registry: Registry): Promise<World> {
  const url = (name: ServiceName): string => registry.services[name]?.url ?? "";
  const urls = {
    aws: url("aws"),
    mlflow: url("mlflow"),
    datadog: url("datadog"),
    timestamps: url("timestamps"),
  };
  const variables = worldVariables({
    dir,
    awsUrl: urls.aws,
    mlflowUrl: urls.mlflow,
    datadogUrl: urls.datadog,
    timestampsUrl: urls.timestamps,
  });
  const providers = await findProviders();
  const environmentFile = join(dir, "env.sh");
  await writeFile(environmentFile, environmentScript(variables));
  await writeFile(terraformCliConfigFile(dir), terraformCliConfig(providers));
  await mkdir(stateDirOf(dir), { recursive: true });
  const { worldId } = registry;
  return { dir, worldId, urls, python, variables, environmentFile, providers, stateDir: stateDirOf(dir) };
}

/**
 * Ends the world: its processes first, then its data (registry, Terraform state, MLflow's database and artifacts, files
 * of the sample applications) and the files that point at it. Logs, the Python environment and files of others stay. Where no world is, nothing happens.
 */
export async function down({
  dir: given,
  progress,
}: Pick<UpOptions, "dir" | "progress"> = {}): Promise<void> {
  const dir = resolve(given ?? DEFAULT_DIR);
  await mkdir(dir, { recursive: true });
  await withLock(join(dir, "world.lock"), async () => {
    const registry = await readRegistry(dir);
    // Backwards: the stand-in writes what it still holds into AWS when it is stopped.
    for (const service of SERVICES.toReversed()) {
      const record = registry?.services[service.name];
      if (!record) continue;
      await stopMarked(record.marker);
      progress?.({ part: service.title, state: "stopped" });
    }
    const gone = [
      registryFile(dir),
      terraformCliConfigFile(dir),
      ...["env.sh", "mlflow"].map((name) => join(dir, name)),
    ];
    for (const path of [...gone, stateDirOf(dir), applicationDir(dir), timestampAuthorityDir(dir)])
      await rm(path, { recursive: true, force: true });
  });
}

export interface ServiceStatus {
  readonly name: ServiceName;
  readonly title: string;
  readonly state: "healthy" | "no answer" | "not running";
  readonly url?: string;
  readonly log?: string;
  /** All its processes. */
  readonly pids: readonly number[];
}

/** What runs in a folder's world now; looks at the processes, not at what was written about them. */
export async function status({ dir: given }: Pick<UpOptions, "dir"> = {}): Promise<{
  readonly dir: string;
  readonly worldId?: string;
  readonly services: readonly ServiceStatus[];
}> {
  const dir = resolve(given ?? DEFAULT_DIR);
  const registry = await readRegistry(dir);
  const services = await Promise.all(
    SERVICES.map(async (service): Promise<ServiceStatus> => {
      const { name, title } = service;
      const record = registry?.services[name];
      if (!record) return { name, title, state: "not running", pids: [] };
      const pids = await processesMarked(record.marker);
      const state =
        pids.length === 0 ? "not running" : (await isHealthy(service, record)) ? "healthy" : "no answer";
      return { name, title, state, url: record.url, log: record.log, pids };
    }),
  );
  return { dir, ...(registry && { worldId: registry.worldId }), services };
}

async function timed<T>(
  part: string,
  progress: (step: WorldStep) => void,
  work: (reuse: () => void) => Promise<T>,
): Promise<T> {
  const started = Date.now();
  let reused = false;
  progress({ part, state: "starting" });
  const result = await work(() => (reused = true));
  const seconds = (Date.now() - started) / 1000;
  progress(reused ? { part, state: "already running" } : { part, state: "started", seconds });
  return result;
}
