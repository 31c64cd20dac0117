/** Starts what does not run of a world's services, side by side as far as they do not need each other. */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { asOldAsAws } from "./folders";
import { mlflowDir } from "./mlflow-services";
import { stopMarked } from "./processes";
import { readRegistry, writeRegistry } from "./registry";
import type { Registry, ServiceName, ServiceRecord } from "./registry";
import type { Service, ServiceContext } from "./service";
import { SERVICES } from "./services";
import { isHealthy, startService } from "./start";
import { timed, type WorldStep } from "./steps";

/** Started anew with the embedded AWS, empty like it. */
const AS_OLD_AS_AWS: ReadonlySet<ServiceName> = new Set(["gate", "mlflow", "postgres"]);

/**
 * Keeps what runs and answers, starts what does not, with what depends on it.
 * @returns the registry, which is written down as it grows
 */
export async function startAll(
  context: Omit<ServiceContext, "urls">,
  progress: (step: WorldStep) => void,
  aborted: AbortSignal | undefined,
): Promise<Registry> {
  const { dir } = context;
  // One service that does not start ends the start of the others.
  const failure = new AbortController();
  const signal = aborted ? AbortSignal.any([aborted, failure.signal]) : failure.signal;
  const parts = SERVICES.filter(({ isPart }) => isPart?.(context) ?? true);
  const registry: Registry = (await readRegistry(dir)) ?? { worldId: "", services: {} };
  await endAnotherWorld(dir, registry);
  await mkdir(mlflowDir(dir), { recursive: true });
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
      if (service.name === "aws") registry.worldId = randomUUID();
      startedHere.push(service.name);
      const now = { ...context, urls: urlsOf(registry) };
      const announce = (value: ServiceRecord): Promise<void> => record(service.name, value);
      await announce(await startService(service, now, previous, announce, signal));
      return "started";
    });
  };

  for (const service of parts) {
    const settling = settle(service);
    settling.catch((error: unknown) => failure.abort(error));
    settled.set(service.name, settling);
  }
  await Promise.allSettled(settled.values());
  if (!signal.aborted) return registry;
  for (const name of startedHere) await stopMarked(registry.services[name]?.marker ?? "");
  throw signal.reason;
}

/**
 * The embedded AWS keeps everything in memory. Where it has gone, so have the vault and what Terraform's state is about:
 * a registry with versions whose records no longer exist would tell of another world.
 */
async function endAnotherWorld(dir: string, { services }: Registry): Promise<void> {
  const aws = SERVICES.find(({ name }) => name === "aws");
  if (aws && services.aws && (await isHealthy(aws, services.aws))) return;
  for (const { name } of SERVICES.toReversed())
    if (AS_OLD_AS_AWS.has(name)) await stopMarked(services[name]?.marker ?? "");
  for (const path of asOldAsAws(dir)) await rm(path, { recursive: true, force: true });
}

const urlsOf = ({ services }: Registry): ServiceContext["urls"] =>
  Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, url]));
