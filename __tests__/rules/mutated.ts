import { lineOf, mutantsOf } from "../mutants/generate";
import type { Edit } from "./own-stacks";

/**
 * The change that mutation testing makes, by the line it prints: `<stack>/<type>.<name> <attribute>: <what is done>`. It
 * must be there.
 */
export const mutated =
  (line: string): Edit =>
  (stacks) => {
    const stack = line.slice(0, line.indexOf("/"));
    const json = stacks.json[stack];
    const mutant = json && mutantsOf(stack, json).find((each) => lineOf(each) === line);
    if (!mutant) throw new Error(`no such change: ${line}`);
    stacks.json[stack] = mutant.changed();
  };
