import { createHash, type Hash } from "node:crypto";

/** Rows whose digest is kept together: a difference is found to this many rows, in little memory. */
const BLOCK_ROWS = 1_000;

/** Digests of a long list of rows' digests in blocks, to compare two files without holding either. */
export class RowDigests {
  readonly #blocks: string[] = [];
  #open: Hash = createHash("sha256");
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(digest: string): void {
    // A digest holds no newline, so one ends it.
    this.#open.update(digest).update("\n");
    this.#rows += 1;
    if (this.#rows % BLOCK_ROWS === 0) this.#close();
  }

  /** First and last row (from 1) of the first block that differs; undefined if all are equal. */
  firstDifference(other: RowDigests): { from: number; to: number } | undefined {
    const [mine, theirs] = [this.#all(), other.#all()];
    const index = Array.from({ length: Math.max(mine.length, theirs.length) }).findIndex(
      (_, at) => mine[at] !== theirs[at],
    );
    if (index < 0) return undefined;
    const rows = Math.max(this.rows, other.rows);
    return { from: index * BLOCK_ROWS + 1, to: Math.min((index + 1) * BLOCK_ROWS, rows) };
  }

  #all(): string[] {
    return [...this.#blocks, this.#open.copy().digest("hex")];
  }

  #close(): void {
    this.#blocks.push(this.#open.digest("hex"));
    this.#open = createHash("sha256");
  }
}
