import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openState } from "../../../gate/state";

/**
 * A gate task of its own: `tsx turn-process.ts URL FILE TURNS`. Adds to the number in a file, reading and writing it in
 * two steps, once a turn; `hold` instead of a number takes a turn and keeps it.
 */
async function main([url = "", file = "", turns = ""]: readonly string[]): Promise<void> {
  const state = await openState(url, { turnWaitMs: 30_000 });
  if (turns === "hold") {
    await state.exclusively("credit", async () => {
      process.stdout.write("held\n");
      await sleep(600_000);
    });
  }
  for (let n = 0; n < Number(turns); n++) {
    await state.exclusively("credit", async () => {
      const before = Number(readFileSync(file, "utf8"));
      await sleep(1);
      writeFileSync(file, String(before + 1));
    });
  }
  await state.close();
}

void main(process.argv.slice(2));
