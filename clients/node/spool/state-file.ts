import { open, type FileHandle } from "node:fs/promises";
import { GENESIS, sha256Hex } from "../canonical";

/** A place in a chain. */
export interface Point {
  readonly sequence: number;
  readonly sha256: string;
}

/** What is known of a chain beside its events. */
export interface ChainState {
  /** The last event that the sink or the vault has taken. */
  readonly delivered: Point;
  /** The last event that has a number, where it was dropped and so is not in the spool. */
  readonly droppedHead: Point;
  /** Events dropped so far. */
  readonly dropped: number;
}

const NOWHERE: Point = { sequence: 0, sha256: GENESIS };
const SLOT_BYTES = 512;
/** In pages of their own: a write that is cut off harms one of them. */
const SLOTS = [0, 4096] as const;

/**
 * A small file that is written over in place, two slots by turns: its bytes are there from the beginning, so that it can
 * still be written when the disk is full, which is when events are dropped and must be counted.
 */
export class StateFile {
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly handle: FileHandle,
    public state: ChainState,
    private number: number,
  ) {}

  static async create(file: string): Promise<StateFile> {
    const handle = await open(file, "wx+", 0o600);
    try {
      await handle.write(Buffer.alloc(SLOTS[1] + SLOT_BYTES, " "), 0, undefined, 0);
      const created = new StateFile(handle, { delivered: NOWHERE, droppedHead: NOWHERE, dropped: 0 }, 0);
      await created.update({});
      return created;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Opens one that an earlier process left; a file of which neither slot can be read says nothing. */
  static async open(file: string): Promise<StateFile> {
    const handle = await open(file, "r+");
    const bytes = Buffer.alloc(SLOTS[1] + SLOT_BYTES);
    await handle.read(bytes, 0, bytes.length, 0);
    const slots = SLOTS.flatMap((at) => read(bytes.toString("utf8", at, at + SLOT_BYTES)));
    const [{ number, ...state } = { number: 0, delivered: NOWHERE, droppedHead: NOWHERE, dropped: 0 }] =
      slots.sort((a, b) => b.number - a.number);
    return new StateFile(handle, state, number);
  }

  /** Changes the state at once, and keeps it on disk before it resolves. Rejects when the disk does not take it. */
  update(change: Partial<ChainState>): Promise<void> {
    this.state = { ...this.state, ...change };
    const written = this.#turn.then(() => this.#write());
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.handle.close();
  }

  async #write(): Promise<void> {
    const text = JSON.stringify({ number: ++this.number, ...this.state });
    const slot = Buffer.from(`${sha256Hex(text)} ${text}`.padEnd(SLOT_BYTES - 1) + "\n");
    const { bytesWritten } = await this.handle.write(slot, 0, SLOT_BYTES, SLOTS[this.number % 2]!);
    if (bytesWritten < SLOT_BYTES) throw Object.assign(new Error("a short write"), { code: "ENOSPC" });
    await this.handle.datasync();
  }
}

function read(slot: string): (ChainState & { readonly number: number })[] {
  const [, sha256, text] = /^([0-9a-f]{64}) (\{.*\}) *\n$/.exec(slot) ?? [];
  if (text === undefined || sha256Hex(text) !== sha256) return [];
  return [JSON.parse(text) as ChainState & { readonly number: number }];
}
