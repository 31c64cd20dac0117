import { rm } from "node:fs/promises";
import path from "node:path";
import type { LogLine } from "../log-line";
import type { Art12Sink } from "../sinks/sink";
import { batchBytes } from "./batch";
import { SpooledChain } from "./chain";
import { chainNames, privateChainsFolder } from "./chains-folder";
import { Delivery } from "./delivery";
import { notWritten, SpoolFull, teller, type TellSpoolFault } from "./faults";
import { openLeftChain } from "./left-chain";
import { FolderLock } from "./lock";
import { spoolSettings, type SpoolOptions, type SpoolSettings } from "./options";

/** What the spool needs to know of the logger. */
export interface SpoolContext {
  readonly sink: Art12Sink;
  readonly emitter: string;
  readonly now: () => number;
  /** Events can be written again, and the number of dropped ones is to be told. */
  readonly onRecovered: () => void;
  /** The chain of an earlier process was given its end. */
  readonly onStopFound: (stop: LogLine) => void;
}

/**
 * A sink that keeps events on disk until the real sink has taken them. `write` resolves when they are on disk (one
 * `fdatasync` for all that were called while the one before went on); they are delivered beside the calls.
 *
 * Each process is an emitter of its own: what an earlier one left in the folder is delivered as it was written, its chain
 * ended where it stood, and never gone on with.
 */
export class Spool implements Art12Sink {
  readonly #delivery: Delivery;
  readonly #tell: TellSpoolFault;
  #lock: FolderLock | undefined;
  #own: SpooledChain | undefined;
  /** Chains of earlier processes, by folder; those that held nothing, too. */
  readonly #left = new Map<string, SpooledChain | undefined>();
  #opening: Promise<void> | undefined;
  #dropped = 0;
  #toldDropped = 0;
  #onRecord = true;

  private constructor(
    private readonly settings: SpoolSettings,
    private readonly context: SpoolContext,
  ) {
    const { late, retryDelayMs, onFault } = settings;
    const { sink, now } = context;
    this.#tell = teller(onFault);
    this.#delivery = new Delivery({ sink, late, now, retryDelayMs, tell: this.#tell });
  }

  /**
   * Takes the folder and begins to deliver what an earlier process left there.
   * @throws Art12ConfigError for options that cannot work, or a folder that another process holds; Art12DeliveryError
   * where the folder cannot be used and calls are to fail then
   */
  static async open(options: SpoolOptions, context: SpoolContext): Promise<Spool> {
    const spool = new Spool(spoolSettings(options, context.sink), context);
    try {
      await spool.#ensureOpen();
    } catch (error) {
      const ofTheDisk = (error as NodeJS.ErrnoException).syscall !== undefined;
      if (!ofTheDisk || spool.#failsClosed) {
        await spool.#release();
        throw ofTheDisk ? notWritten(error) : error;
      }
    }
    return spool;
  }

  /** Events that could not be written, and are lost. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether all that was given a number so far is on disk, or counted there as dropped. */
  get onRecord(): boolean {
    return this.#onRecord;
  }

  async write(lines: readonly LogLine[]): Promise<void> {
    try {
      await this.#ensureOpen();
      const batch = batchBytes(lines);
      this.#mustHaveRoom(batch.length);
      await this.#own!.append(batch, lines[0]!.art12.event.emitter.sequence);
    } catch (error) {
      if (this.#failsClosed) throw notWritten(error);
      return this.#drop(lines, error);
    }
    this.#onRecord = true;
    this.#delivery.wake();
    if (this.#dropped === this.#toldDropped) return;
    // Should the event that tells it be dropped itself, the number has grown, and the next one tells it.
    this.#toldDropped = this.#dropped;
    this.context.onRecovered();
  }

  /**
   * Waits a little for what is not delivered, and lets go of the folder. What is left is the next process's. Never
   * rejects.
   */
  async close(): Promise<void> {
    await this.#delivery.close(this.settings.closeWaitMs);
    try {
      let waiting = 0;
      for (const chain of this.#chains) if ((await chain.next(1)).length > 0) waiting += 1;
      if (waiting > 0) this.#tell("left-in-spool", `of ${waiting} emitter(s)`);
      if (await this.#own?.isFinished()) await this.#own?.remove();
      await this.#release();
    } catch (error) {
      this.#tell("left-in-spool", "the folder could not be read", error);
    }
  }

  get #failsClosed(): boolean {
    return this.settings.whenLogCannotBeWritten === "fail-closed";
  }

  get #chains(): SpooledChain[] {
    return [...this.#left.values(), this.#own].filter((chain) => chain !== undefined);
  }

  /** Opens what is not open yet; a failure is met again at the next call. */
  #ensureOpen(): Promise<void> {
    if (this.#own !== undefined) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<void> {
    const { folder, segmentBytes } = this.settings;
    const chains = await privateChainsFolder(folder);
    this.#lock ??= await FolderLock.take(folder);
    for (const name of await chainNames(chains))
      if (!this.#left.has(name)) this.#left.set(name, await this.#adopt(name, path.join(chains, name)));
    const startedAt = String(this.context.now()).padStart(13, "0");
    const own = path.join(chains, `${startedAt}.${this.context.emitter}`);
    this.#own = await SpooledChain.create(own, segmentBytes, this.#tell);
    // Those that were dropped while there was no folder; a failure is told with the next one.
    if (this.#dropped > 0)
      await this.#own.stateFile.update({ dropped: this.#dropped }).catch(() => undefined);
    this.#delivery.add({ chain: this.#own, onEmpty: async () => false });
  }

  async #adopt(name: string, folder: string): Promise<SpooledChain | undefined> {
    const left = await openLeftChain(folder, this.settings.segmentBytes, this.#tell).catch(
      (error: unknown) => {
        // What cannot be read of yesterday is no reason not to record today.
        this.#tell("chain-not-opened", name, error);
        return "unreadable" as const;
      },
    );
    if (left === "unreadable") return undefined;
    if (left === undefined) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const { chain } = left;
    let { stop } = left;
    const end = async () => {
      if (stop === undefined) return;
      try {
        await chain.append(batchBytes([stop]), stop.art12.event.emitter.sequence);
      } catch (error) {
        return this.#tell("chain-not-ended", stop.art12.event.emitter.id, error);
      }
      this.context.onStopFound(stop);
      stop = undefined;
      this.#delivery.wake();
    };
    const onEmpty = async () => {
      // Space may have come free.
      if (stop !== undefined) return end().then(() => false);
      this.#left.set(name, undefined);
      await chain.remove();
      return true;
    };
    await end();
    this.#delivery.add({ chain, onEmpty });
    return chain;
  }

  #mustHaveRoom(bytes: number): void {
    const { maxBytes } = this.settings;
    const used = this.#chains.reduce((sum, chain) => sum + chain.bytes, 0);
    if (used + bytes > maxBytes) throw new SpoolFull(`the spool has ${used} of ${maxBytes} bytes`);
  }

  async #drop(lines: readonly LogLine[], cause: unknown): Promise<void> {
    const { event, entry_sha256: sha256 } = lines.at(-1)!.art12;
    this.#dropped += lines.length;
    this.#tell("events-dropped", `${lines.length} now, ${this.#dropped} since the start`, cause);
    try {
      if (this.#own === undefined) throw cause;
      const droppedHead = { sequence: event.emitter.sequence, sha256 };
      await this.#own.stateFile.update({ dropped: this.#dropped, droppedHead });
      this.#onRecord = true;
    } catch (error) {
      this.#onRecord = false;
      this.#tell("drop-not-recorded", `${this.#dropped} since the start`, error);
    }
  }

  async #release(): Promise<void> {
    for (const chain of this.#chains) await chain.close();
    this.#own = undefined;
    await this.#lock?.release();
    this.#lock = undefined;
  }
}
