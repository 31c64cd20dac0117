/** A thread that tries its share of the changes: `runShared` starts it and puts the shares together. */
import { parentPort, workerData } from "node:worker_threads";
import { RULES } from "../../rules";
import { DIRECTIONS } from "./directions";
import { runMutants, type Ran } from "./run";
import type { Share } from "./shared";

export type Told = { readonly tried: true } | { readonly ran: Ran };

const { stacks, part, of } = workerData as Share;
const tell = (told: Told): void => parentPort?.postMessage(told);

tell({
  ran: runMutants({
    stacks,
    rules: RULES,
    tables: DIRECTIONS,
    only: (index) => index % of === part,
    onTried: () => tell({ tried: true }),
  }),
});
