import type { Rule } from "../../rules";
import type { StackJson } from "../stacks/synthesized";
import { DirectionTable, type Directions } from "./direction";
import { lineOf, mutantsOf, type Mutant } from "./generate";
import { Judge } from "./judge";
import { outcomeOf, type Outcome } from "./outcome";

export interface Run {
  readonly stacks: Readonly<Record<string, StackJson>>;
  readonly rules: readonly Rule[];
  readonly tables: readonly Directions[];
  /** Which mutants to try, by their place in the list. @default all */
  readonly only?: (index: number) => boolean;
  /** Called once a mutant is tried. */
  readonly onTried?: () => void;
}

/** Every change to every attribute of every resource of the stacks, in a fixed order. */
export const mutantsOfAll = (stacks: Run["stacks"]): readonly Mutant[] =>
  Object.entries(stacks).flatMap(([stack, json]) => mutantsOf(stack, json));

/** What a run gives: what came of each change, and rows that no change needed. */
export interface Ran {
  readonly outcomes: readonly Outcome[];
  /** Changes, tried or not, that no row is about. */
  readonly unclassified: readonly string[];
  readonly stale: readonly string[];
}

/** Tries mutants one by one. */
export function runMutants({ stacks, rules, tables, only = () => true, onTried }: Run): Ran {
  const [judge, table] = [new Judge(stacks, rules), new DirectionTable(tables)];
  // Every change asks for its row, tried or not: whether a row is stale does not hang on the sample.
  const all = mutantsOfAll(stacks).map((mutant) => ({ mutant, direction: table.find(mutant) }));
  const outcomes = all
    .filter((_, index) => only(index))
    .map(({ mutant, direction }) => {
      const outcome = outcomeOf(mutant, direction, judge);
      onTried?.();
      return outcome;
    });
  const unclassified = all.flatMap(({ mutant, direction }) => (direction ? [] : [lineOf(mutant)]));
  return { outcomes, unclassified, stale: table.stale() };
}
