import { createInterface } from "node:readline/promises";
import { notConfirmed } from "../errors";

/**
 * Asks a person, who must say yes.
 * @throws UserError when they do not, or there is nobody to ask
 */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw notConfirmed(question);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw notConfirmed(question);
  } finally {
    terminal.close();
  }
}
