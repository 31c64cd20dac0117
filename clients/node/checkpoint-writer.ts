import { checkpointKey, checkpointOf, signCheckpoint, type Checkpoint } from "./checkpoint";
import { checkpointSettings, type CheckpointOptions, type CheckpointSettings } from "./checkpoint-options";
import { Art12CheckpointError } from "./errors";
import type { LogLine } from "./log-line";

const LONGEST_PAUSE_MS = 60_000;

interface Due {
  readonly checkpoint: Checkpoint;
  /** Signed once: ECDSA gives other bytes each time, and a second try must be the same object. */
  bytes?: Buffer;
  tried: boolean;
}

/**
 * Writes checkpoints of one emitter beside its events, past the sink. Nothing here holds an event up or fails it: what
 * goes wrong is told to `onFault` and tried again. A newer checkpoint takes the place of one that still waits, because it
 * says more; the first one is never dropped.
 */
export class CheckpointWriter {
  readonly #settings: CheckpointSettings;
  readonly #timer: NodeJS.Timeout;
  #head: LogLine | undefined;
  #due: Due[] = [];
  #lastSequence = 0;
  #working: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #ended = false;

  /** @throws Art12ConfigError */
  constructor(options: CheckpointOptions) {
    this.#settings = checkpointSettings(options);
    this.#timer = setInterval(() => this.#checkpoint(), this.#settings.everyMinutes * 60_000);
    // A timer alone must not keep the application running.
    this.#timer.unref();
  }

  /** The sink has taken every event up to this one. */
  confirmed(head: LogLine): void {
    this.#head = head;
    const { sequence } = head.art12.event.emitter;
    const isEdge = sequence === 1 || head.art12.event.type === "emitter_stop";
    if (isEdge || sequence - this.#lastSequence >= this.#settings.everyEvents) this.#checkpoint();
  }

  /** Ends it, once what is due is written or `closeWaitMs` is over. Never rejects. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#checkpoint();
    this.#wake?.();
    let timeout: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, this.#settings.closeWaitMs);
    });
    await Promise.race([this.#working, waited]);
    clearTimeout(timeout);
    this.#ended = true;
    this.#wake?.();
    for (const { checkpoint } of this.#due) this.#tell("checkpoint-not-written", checkpoint, undefined);
  }

  /** A checkpoint of the newest confirmed event becomes due, unless it has one. */
  #checkpoint(): void {
    if (this.#head === undefined) return;
    const checkpoint = checkpointOf(this.#head);
    if (checkpoint.sequence <= this.#lastSequence) return;
    this.#lastSequence = checkpoint.sequence;
    // The one in front may be on its way; behind it only the newest is kept.
    this.#due = [...this.#due.slice(0, 1), { checkpoint, tried: false }];
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    let pauseMs = this.#settings.retryDelayMs;
    while (this.#due[0] !== undefined && !this.#ended) {
      const due = this.#due[0];
      if (await this.#write(due)) {
        this.#due = this.#due.slice(1);
        pauseMs = this.#settings.retryDelayMs;
        continue;
      }
      await this.#pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (this.#due.length > 1 && due.checkpoint.reason !== "start") this.#due = this.#due.slice(1);
    }
    // In the same step as the last look at what is due, so that nothing falls in between.
    this.#working = undefined;
  }

  async #write(due: Due): Promise<boolean> {
    const { signer, put } = this.#settings;
    const { checkpoint, tried } = due;
    due.tried = true;
    try {
      due.bytes ??= await signCheckpoint(checkpoint, signer);
      const outcome = await put(checkpointKey(checkpoint), due.bytes);
      // After a try whose answer was lost it is our own object that stands there.
      if (outcome === "taken" && !tried) this.#tell("checkpoint-key-taken", checkpoint, undefined);
      return true;
    } catch (cause) {
      if (!this.#ended) this.#tell("checkpoint-failed", checkpoint, cause);
      return false;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tell(code: keyof typeof FAULTS, checkpoint: Checkpoint, cause: unknown): void {
    const fault = new Art12CheckpointError({
      code,
      field: checkpointKey(checkpoint),
      ...FAULTS[code],
      cause,
    });
    try {
      this.#settings.onFault(fault);
    } catch (error) {
      // The application's own function failed; its events must not.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

const FAULTS = {
  "checkpoint-failed": {
    needed: "the checkpoint could not be signed or put, and is tried again",
    fix: "see the cause; the events are not affected",
  },
  "checkpoint-key-taken": {
    needed: "an object that this logger did not write stands where its checkpoint belongs",
    fix: "look at the object and who put it; `evidence export` names it, too",
  },
  "checkpoint-not-written": {
    needed: "the checkpoint was not written before the logger was closed",
    fix: "check the way to the vault; an export will say that this emitter's end is not known",
  },
} as const;
