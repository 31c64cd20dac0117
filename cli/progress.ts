import ora, { type Ora } from "ora";

/** Nothing is shown of what takes less. */
const QUIET_MS = 2_000;
/** How often a line is printed where there is no terminal to redraw. */
const LINE_EVERY_MS = 10_000;

/** Progress on stderr: a spinner in a terminal, now and then a line in a log. */
export class Progress {
  readonly #start = Date.now();
  #spinner: Ora | undefined;
  #printedAt = 0;

  /** Says what is being done. */
  say(text: string): void {
    const now = Date.now();
    if (now - this.#start < QUIET_MS) return;
    if (process.stderr.isTTY) {
      this.#spinner ??= ora({ stream: process.stderr }).start();
      this.#spinner.text = text;
    } else if (now - this.#printedAt >= LINE_EVERY_MS) {
      this.#printedAt = now;
      console.error(text);
    }
  }

  /** Takes the spinner away. */
  done(): void {
    this.#spinner?.stop();
  }
}
