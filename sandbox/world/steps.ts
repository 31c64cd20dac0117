export interface WorldStep {
  readonly part: string;
  readonly state: "starting" | "started" | "already running" | "stopped";
  /** How long it took; with `started` only. */
  readonly seconds?: number;
}

/** Does a part of a start and tells of it; the part calls `reuse` when there was nothing to do. */
export async function timed<T>(
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
