/** A thread that reads batches: `ReaderPool` starts it and talks to it. */
import { parentPort, workerData } from "node:worker_threads";
import type { Selection } from "./collect";
import { readBatch } from "./read-batch";
import type { Answer, Job } from "./reader-pool";

const selection = workerData as Selection;

parentPort?.on("message", ({ staged, files }: Job) => {
  readBatch(staged, selection, files).then(
    () => answer({ ok: true }),
    // An error loses its code on the way between threads.
    ({ message, code, stack }: NodeJS.ErrnoException) => answer({ ok: false, message, code, stack }),
  );
});

function answer(message: Answer): void {
  parentPort?.postMessage(message);
}
