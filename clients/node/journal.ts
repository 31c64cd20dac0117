import { CheckpointWriter } from "./checkpoint-writer";
import { Emission } from "./emission";
import type { Art12Event } from "./event";
import type { LogLine } from "./log-line";
import type { Art12LoggerOptions } from "./options";
import { Spool } from "./spool/spool";

/** What a journal needs to know of its logger. */
export interface JournalContext {
  readonly emitter: string;
  readonly now: () => number;
  /** Events can be written again after some were dropped. */
  readonly onRecovered: () => void;
}

/** The way of events out of the logger: into the chain, through the spool to the sink, with checkpoints beside it. */
export class Journal {
  readonly #emission: Emission;

  private constructor(
    options: Art12LoggerOptions,
    private readonly spool: Spool | undefined,
    private readonly checkpoints: readonly CheckpointWriter[],
  ) {
    const onConfirmed = (head: LogLine) => {
      // A checkpoint of what a successor could not learn of would contradict the end that it gives the chain.
      if (spool?.onRecord !== false) checkpoints[0]?.confirmed(head);
    };
    this.#emission = new Emission(spool ?? options.sink, onConfirmed, () => this.dropped);
  }

  /** @throws Art12ConfigError for options that cannot work; Art12DeliveryError where the spool cannot be used */
  static async open(options: Art12LoggerOptions, context: JournalContext): Promise<Journal> {
    const checkpoints: CheckpointWriter[] = [];
    if (options.checkpoints) checkpoints.push(new CheckpointWriter(options.checkpoints));
    const onStopFound = (stop: LogLine) => {
      if (!options.checkpoints) return;
      const writer = new CheckpointWriter(options.checkpoints);
      checkpoints.push(writer);
      writer.confirmed(stop);
    };
    try {
      const { sink } = options;
      const spool = options.spool && (await Spool.open(options.spool, { ...context, sink, onStopFound }));
      return new Journal(options, spool, checkpoints);
    } catch (error) {
      await closeAll(checkpoints);
      throw error;
    }
  }

  /** Events that could not be written, and are lost. */
  get dropped(): number {
    return this.spool?.dropped ?? 0;
  }

  /** See {@link Emission.send}. */
  send(event: Art12Event, ready?: Promise<void>): Promise<void> {
    return this.#emission.send(event, ready);
  }

  /** Waits a little for what is on its way. Never rejects. */
  async close(): Promise<void> {
    await Promise.all([closeAll(this.checkpoints), this.spool?.close()]);
  }
}

async function closeAll(checkpoints: readonly CheckpointWriter[]): Promise<void> {
  await Promise.all(checkpoints.map((writer) => writer.close()));
}
