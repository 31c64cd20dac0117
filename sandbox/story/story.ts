import Table from "cli-table3";
import ora from "ora";

type Outcome = "done" | "skipped" | "failed";

/** What a part came to: a result in words, or why it could not run here. */
export type Result = string | { readonly skippedBecause: string };

interface Row {
  readonly part: string;
  readonly outcome: Outcome;
  readonly result: string;
  readonly seconds: number;
}

/** Tells a story in parts: each shows progress while it runs, and all end in one table. */
export class Story {
  readonly rows: Row[] = [];

  /**
   * Runs one part. A part that throws ends the story; its row says so.
   *
   * @param tell what is being done, in a few words
   * @param work gets a function that shows what it is at
   * @param say what its value means, in words
   */
  async part<T>(
    tell: string,
    work: (at: (text: string) => void) => Promise<T>,
    say: (value: T) => Result,
  ): Promise<T> {
    const started = Date.now();
    const spinner = ora({ text: tell, stream: process.stderr }).start();
    const end = (outcome: Outcome, result: string) =>
      this.rows.push({ part: tell, outcome, result, seconds: (Date.now() - started) / 1000 });
    try {
      const value = await work((text) => (spinner.text = `${tell}: ${text}`));
      const result = say(value);
      if (typeof result === "string") {
        end("done", result);
        spinner.succeed(`${tell}: ${result}`);
      } else {
        end("skipped", result.skippedBecause);
        spinner.warn(`${tell}: SKIPPED, ${result.skippedBecause}`);
      }
      return value;
    } catch (error) {
      end("failed", firstLine(error));
      spinner.fail(`${tell}: ${firstLine(error)}`);
      throw error;
    }
  }

  table(): string {
    const table = new Table({
      head: ["part", "", "result", "s"],
      colWidths: [34, 9, 72, 7],
      wordWrap: true,
      style: { head: [], border: [] },
    });
    for (const { part, outcome, result, seconds } of this.rows)
      table.push([part, outcome, result, seconds.toFixed(1)]);
    return table.toString();
  }
}

/** For a part whose value is its result. */
export const asTold = (result: Result): Result => result;

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
