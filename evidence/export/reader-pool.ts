import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Selection } from "./collect";
import { readBatch } from "./read-batch";
import type { SegmentFiles } from "./segment";
import type { Staged } from "./stage";

/** A batch to read: its objects as local files, and where its segment goes. */
export interface Job {
  readonly staged: readonly Staged[];
  readonly files: SegmentFiles;
}

export type Answer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      readonly code?: string | undefined;
      readonly stack?: string | undefined;
    };

/** Parsing is what an export spends its time on; more threads than this only wait for the disk. */
const MOST_THREADS = 4;
/** Below this many bytes, starting threads takes longer than reading. */
const WORTH_THREADS_BYTES = 4 * 1024 * 1024;
/** A thread's heap, in MiB; a batch holds far less. */
const HEAP_MIB = 192;

/** Reads batches on threads of its own, or on the caller's where there is little to read. */
export class ReaderPool {
  readonly #idle: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  private constructor(
    private readonly selection: Selection,
    private readonly workers: readonly Worker[],
  ) {
    this.#idle = [...workers];
  }

  /** Opens a pool for so many bytes of objects. */
  static open(selection: Selection, bytes: number): ReaderPool {
    const threads = bytes < WORTH_THREADS_BYTES ? 0 : Math.min(availableParallelism(), MOST_THREADS);
    return new ReaderPool(
      selection,
      Array.from({ length: threads }, () => startWorker(selection)),
    );
  }

  /** How many batches can be read at a time. */
  get width(): number {
    return Math.max(1, this.workers.length);
  }

  /** Reads one batch into its segment. */
  async read(job: Job): Promise<void> {
    if (this.workers.length === 0) {
      await readBatch(job.staged, this.selection, job.files);
      return;
    }
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((take) => this.#waiting.push(take)));
    try {
      await ask(worker, job);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(worker);
      else this.#idle.push(worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function startWorker(selection: Selection): Worker {
  // The loader is named by its file: a name alone would be looked up from the caller's folder.
  return new Worker(path.join(__dirname, "read-worker.ts"), {
    workerData: selection,
    execArgv: ["--require", require.resolve("tsx/cjs")],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
}

async function ask(worker: Worker, job: Job): Promise<void> {
  const answer = await new Promise<Answer>((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      then();
    };
    const onMessage = (message: Answer) => settle(() => resolve(message));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("a reading thread ended early")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(job);
  });
  if (answer.ok) return;
  const { message, code, stack } = answer;
  throw Object.assign(new Error(message), { code, stack });
}
