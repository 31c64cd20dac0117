/** Starts one service of the world, or finds it running. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sandboxServiceFailed } from "../../errors";
import { freePort, LOOPBACK } from "./ports";
import { processesMarked, startDetached, stopMarked } from "./processes";
import type { ServiceRecord } from "./registry";
import type { Service, ServiceContext } from "./service";

/** MLflow creates its database and compiles its byte code at the first start: 13 s on two busy cores. */
const HEALTHY_WITHIN_MS = 120_000;
const ATTEMPTS = 3;

/** Whether the recorded process still is the one we started, and answers. */
export async function isHealthy(service: Service, record: ServiceRecord): Promise<boolean> {
  return (await processesMarked(record.marker)).length > 0 && (await service.works(record.url));
}

/**
 * Starts a service and returns its record as soon as it is healthy. `announce` is called with the record before the
 * process exists, to be written down. Uses the port `previous` had if it is free, so that addresses handed out before
 * stay right; should somebody take the port meanwhile, another one. Whatever goes wrong, no process is left.
 * Errors: user fault `sandbox-service-failed` with the end of the log; the signal's reason when aborted.
 */
export async function startService(
  service: Service,
  context: ServiceContext,
  previous: ServiceRecord | undefined,
  announce: (record: ServiceRecord) => Promise<void>,
  signal?: AbortSignal,
): Promise<ServiceRecord> {
  const log = join(context.dir, "logs", `${service.name}.log`);
  await mkdir(join(context.dir, "logs"), { recursive: true });
  await service.prepare?.(context, log);
  const user = service.user?.(context);
  let why = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await freePort(attempt === 1 ? previous?.port : undefined);
    const url = `${service.scheme ?? "http"}://${LOOPBACK}:${port}`;
    const record: ServiceRecord = {
      marker: randomUUID(),
      port,
      url,
      log,
      startedAt: new Date().toISOString(),
    };
    await announce(record);
    try {
      const child = await startDetached({
        command: service.command(context),
        args: await service.args(context, port),
        env: await service.env(context, port),
        cwd: context.dir,
        ...user,
        log,
        marker: record.marker,
      });
      const ended = await untilItWorks(service, url, child.ended, signal);
      if (ended === undefined) {
        await service.furnish?.(context, port);
        return { ...record, pid: child.pid };
      }
      why = ended;
    } catch (error) {
      await stopMarked(record.marker);
      throw error;
    }
    await stopMarked(record.marker);
    // Only a port lost to somebody else gets better by trying again.
    if (!/address (is )?already in use|EADDRINUSE/i.test(await endOf(log))) break;
  }
  throw sandboxServiceFailed(service.title, log, why, await endOf(log));
}

/** Resolves to `undefined` when the server works and the process still runs, else to why it is not to be had. */
async function untilItWorks(
  { works }: Service,
  url: string,
  ended: () => string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    const working = await works(url);
    if (ended() !== undefined) return ended();
    if (working) return undefined;
    await sleep(100);
  }
  return `no answer from ${url} within ${HEALTHY_WITHIN_MS / 1000} s`;
}

async function endOf(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.slice(-2_000).trimEnd();
}
