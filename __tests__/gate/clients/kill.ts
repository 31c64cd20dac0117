import { processesMarked } from "../../../sandbox/world/processes";
import { readRegistry } from "../../../sandbox/world/registry";
import type { GateWorld } from "./gate-world";

/** Ends all processes of a service at once, as a power cut would. */
export async function killService({ world }: GateWorld, name: "gate" | "mlflow"): Promise<void> {
  const registry = await readRegistry(world.dir);
  for (const pid of await processesMarked(registry?.services[name]?.marker ?? "")) kill(pid);
}

/** Looks the processes up first, so that nothing lies between the moment and the kill. */
export async function killer(
  { world }: GateWorld,
  names: readonly ("gate" | "mlflow")[],
): Promise<() => void> {
  const registry = await readRegistry(world.dir);
  const markers = names.map((name) => registry?.services[name]?.marker ?? "");
  const pids = (await Promise.all(markers.map(processesMarked))).flat();
  if (pids.length === 0) throw new Error(`nothing of ${names.join(" and ")} runs`);
  return () => pids.forEach(kill);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
