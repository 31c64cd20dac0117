/** `world.json`: what runs, where, and how to recognise it. Written before a process starts, so it never knows too little. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const SERVICE_NAMES = ["aws", "postgres", "mlflow", "issuer", "gate", "datadog", "timestamps"] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

const serviceRecord = z.strictObject({
  /** Random; in the environment of the process and its children. */
  marker: z.string().min(1),
  port: z.number().int(),
  url: z.string(),
  log: z.string(),
  /** Process id at the start; for people only, the marker is what counts. Missing while it is being started. */
  pid: z.number().int().optional(),
  startedAt: z.string(),
});

const registry = z.strictObject({
  /** New whenever the embedded AWS was started anew: its memory, and all Terraform state about it, is then gone. */
  worldId: z.string(),
  services: z.partialRecord(z.enum(SERVICE_NAMES), serviceRecord),
});

export type ServiceRecord = z.infer<typeof serviceRecord>;
export type Registry = z.infer<typeof registry>;

export const registryFile = (dir: string): string => join(dir, "world.json");

/** The registry of a world, or `undefined` where none was started. Throws on a file that is not a registry. */
export async function readRegistry(dir: string): Promise<Registry | undefined> {
  const text = await readFile(registryFile(dir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : registry.parse(JSON.parse(text));
}

/** Replaces the registry in one step: a reader sees the old or the new one, never half of it. */
export async function writeRegistry(dir: string, value: Registry): Promise<void> {
  const draft = `${registryFile(dir)}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`);
  await rename(draft, registryFile(dir));
}
