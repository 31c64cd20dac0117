/**
 * The embedded world: AWS (moto), MLflow behind its gate, an identity provider, the Datadog stand-in, a time-stamp authority
 * and, where it is installed, PostgreSQL as real servers on 127.0.0.1.
 * They outlive the command that started them; `down` ends them. All state is in one folder, so several worlds can stand side by side.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { tokenOf } from "../issuer/token-of";
import { PROGRAM } from "../issuer/people";
import { databaseOf } from "./database";
import { environmentScript, terraformCliConfigFile, worldVariables } from "./environment";
import { allOf, environmentFileOf } from "./folders";
import { withLock } from "./lock";
import { keyRingFile, stateDir } from "./mlflow-services";
import { processesMarked, stopMarked } from "./processes";
import { findProviders, terraformCliConfig, type ProviderInMirror } from "./providers";
import { ensurePython } from "./python";
import { readRegistry } from "./registry";
import type { Registry, ServiceName } from "./registry";
import { ensureRepository, type Repository } from "./repository";
import type { WorldDatabase } from "./service";
import { SERVICES } from "./services";
import { isHealthy } from "./start";
import { startAll } from "./start-all";
import { timed, type WorldStep } from "./steps";

export type { WorldStep } from "./steps";
export { childEnvironment } from "./environment";

const REPOSITORY = resolve(__dirname, "../..");

/** Where a world lives unless told otherwise; the Python environment of all worlds is here, too. */
export const DEFAULT_DIR = join(REPOSITORY, ".sandbox");

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
  /** MLflow's own is in no variable: whoever trains comes through the gate. */
  readonly urls: Readonly<Record<Exclude<ServiceName, "postgres">, string>>;
  /** What MLflow and the gate keep their state in. */
  readonly database: WorldDatabase;
  /** The team's configs and training code, under version control. */
  readonly repository: Repository;
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

/**
 * Brings the world up: what runs and answers is kept, what does not is started anew, with what depends on it.
 * Concurrent calls on one folder wait for each other. Errors: the user faults of `withLock`, `ensurePython` and
 * `startService`; after any error no process that this call started is left.
 */
export async function up(options: UpOptions = {}): Promise<World> {
  const dir = resolve(options.dir ?? DEFAULT_DIR);
  const { progress = () => undefined, signal } = options;
  await mkdir(dir, { recursive: true });
  return withLock(
    join(dir, "world.lock"),
    async () => {
      const python = await timed("Python packages", progress, async (reuse) => {
        const environment = await ensurePython(DEFAULT_DIR, { signal });
        if (!environment.installed) reuse();
        return environment.python;
      });
      const stacksDir = resolve(options.stacksDir ?? join(REPOSITORY, "cdktf.out", "stacks"));
      const stacks = options.stacks ?? ["sandbox-datadog", "sandbox-art72-monitoring-*"];
      const database = await databaseOf(dir);
      const repository = await ensureRepository(dir, () => stopGate(dir));
      const { configs } = repository;
      const registry = await startAll(
        { dir, python, database, configs, stacksDir, stacks },
        progress,
        signal,
      );
      return describe({ dir, python, database, repository }, registry);
    },
    { signal },
  );
}

/** It read its configs when it started; `startAll` starts it again. */
async function stopGate(dir: string): Promise<void> {
  await stopMarked((await readRegistry(dir))?.services.gate?.marker ?? "");
}

async function describe(
  made: Pick<World, "dir" | "python" | "database" | "repository">,
  registry: Registry,
): Promise<World> {
  const { dir } = made;
  const url = (name: ServiceName): string => registry.services[name]?.url ?? "";
  const urls = {
    aws: url("aws"),
    gate: url("gate"),
    issuer: url("issuer"),
    mlflow: url("mlflow"),
    datadog: url("datadog"),
    timestamps: url("timestamps"),
  };
  const variables = worldVariables({
    dir,
    awsUrl: urls.aws,
    gateUrl: urls.gate,
    token: await tokenOf(urls.issuer, PROGRAM.clientId),
    datadogUrl: urls.datadog,
    timestampsUrl: urls.timestamps,
    issuerUrl: urls.issuer,
    keyRing: keyRingFile(dir),
    python: made.python,
  });
  const providers = await findProviders();
  const environmentFile = environmentFileOf(dir);
  await writeFile(environmentFile, environmentScript(variables), { mode: 0o600 });
  await writeFile(terraformCliConfigFile(dir), terraformCliConfig(providers));
  await mkdir(stateDir(dir), { recursive: true });
  const { worldId } = registry;
  return { ...made, worldId, urls, variables, environmentFile, providers, stateDir: stateDir(dir) };
}

/**
 * Ends the world: its processes first, then its data (registry, Terraform state, databases, MLflow's artifacts, the team's
 * repository, files of the sample applications) and the files that point at it. Logs, the Python environment and files of others stay. Where no world is, nothing happens.
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
    for (const path of allOf(dir)) await rm(path, { recursive: true, force: true });
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
    SERVICES.filter(({ name, isPart }) => isPart === undefined || registry?.services[name]).map(
      async (service): Promise<ServiceStatus> => {
        const { name, title } = service;
        const record = registry?.services[name];
        if (!record) return { name, title, state: "not running", pids: [] };
        const pids = await processesMarked(record.marker);
        const state =
          pids.length === 0 ? "not running" : (await isHealthy(service, record)) ? "healthy" : "no answer";
        return { name, title, state, url: record.url, log: record.log, pids };
      },
    ),
  );
  return { dir, ...(registry && { worldId: registry.worldId }), services };
}
