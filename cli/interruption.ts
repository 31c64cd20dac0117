const NAMES = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs what must not be cut off: the first Ctrl-C, or a job's end, is told by the signal, and what runs comes to its own
 * end; a second one ends the program as usual.
 */
export async function interruptibly<Result>(
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => {
    release();
    console.error("stopping: Terraform ends what is under way; a second time ends it at once");
    controller.abort();
  };
  const release = (): void => NAMES.forEach((name) => process.off(name, stop));
  for (const name of NAMES) process.on(name, stop);
  try {
    return await action(controller.signal);
  } finally {
    release();
  }
}
