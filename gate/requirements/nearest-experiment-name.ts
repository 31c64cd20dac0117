import { distance } from "fastest-levenshtein";
import {
  CHANGE_ID,
  type ExperimentName,
  formatExperimentName,
  isWhat,
  parseExperimentName,
  WHAT_CHANGED,
  type WhatChanged,
  wordsOf,
} from "./experiment-name";

/** What is known about a run beside the name of its experiment. */
export interface NameHints {
  /** Id of the system whose registered model it is. */
  readonly system: string;
  /** Contexts that the system's config allows. */
  readonly contexts: readonly [string, ...string[]];
  /** Tag `ai_act.change_id`, if the run has one. */
  readonly changeId?: string | undefined;
}

/** Stands where nobody said which change it is: valid in form, and to be replaced. */
const ANY_CHANGE = "CHG-1";
/** Longest text that is compared with words: an edit distance grows with the square of it. */
const COMPARED = 300;

/**
 * The valid name that is nearest to a given one: what can be read of it is kept, and the rest is filled in from the config
 * and the run's tags. A valid name of this system and context is its own nearest.
 */
export function nearestExperimentName(given: string, hints: NameHints): string {
  const text = given.slice(0, COMPARED).normalize("NFKC");
  const parsed = parseExperimentName(text);
  const kept = "name" in parsed ? parsed.name : read(text, hints);
  return formatExperimentName({
    ...kept,
    system: hints.system,
    context: hints.contexts.includes(kept.context) ? kept.context : nearestOf(hints.contexts, kept.context),
  });
}

/** Reads what can be read of a name, whatever stands between its parts, and in whichever order. */
function read(text: string, hints: NameHints): ExperimentName {
  const inside = /(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}(?![A-Za-z0-9])/.exec(text)?.[0];
  const parts = (inside === undefined ? text : text.replace(inside, "/"))
    .split(/[/|:,;\\]|\s-\s|--|__/)
    .filter((part) => part.trim() !== "");
  const id = inside ?? parts.map(changeIdOf).find((each) => each !== undefined) ?? hints.changeId;
  const words = parts.filter((part) => changeIdOf(part) === undefined);
  const context = words.findLast((part) =>
    hints.contexts.some((each) => near(each, wordsOf(part, "context"))),
  );
  const rest = words.filter((part) => part !== context && !near(hints.system, wordsOf(part, "system")));
  const { what, why } = change(withoutPrefix(wordsOf(rest.join("-"), "why"), hints.system));
  return {
    system: hints.system,
    what,
    why: wordsOf(why, "why") || "purpose-of-the-change",
    changeId: id !== undefined && CHANGE_ID.test(id) ? id : ANY_CHANGE,
    context: context === undefined ? "" : wordsOf(context, "context"),
  };
}

/** The change id that a part is in another dress: `chg 1042`, `CHG_1042`, `chg1042`. */
function changeIdOf(part: string): string | undefined {
  const found = /^\s*([A-Za-z][A-Za-z0-9]{1,5}?)[-_ #]*0*([1-9][0-9]{0,8})\s*$/.exec(part);
  const prefix = found?.[1]?.toLowerCase();
  if (!found || prefix === undefined || isWhat(prefix)) return undefined;
  return `${prefix.toUpperCase()}-${found[2]}`;
}

function withoutPrefix(words: string, prefix: string): string {
  return words.startsWith(`${prefix}-`) ? words.slice(prefix.length + 1) : words;
}

/** What is changed, and why, of words such as `feature-for-higher-recall` or `more-data`. */
function change(words: string): { readonly what: WhatChanged; readonly why: string } {
  const [before = "", ...after] = words.split("-for-");
  if (after.length > 0) return { what: nearestOf(WHAT_CHANGED, before), why: after.join("-for-") };
  const named = words.split("-").find((word) => isWhat(word) || isWhat(`${word}s`));
  const what = named === undefined ? "retraining" : isWhat(named) ? named : (`${named}s` as WhatChanged);
  const why = words
    .split("-")
    .filter((word) => word !== named && word !== "for")
    .join("-");
  return { what, why };
}

const near = (expected: string, given: string) =>
  given !== "" && distance(expected, given) <= Math.max(1, Math.floor(expected.length / 4));

function nearestOf<T extends string>(all: readonly [T, ...T[]], given: string): T {
  return all.reduce((best, each) => (distance(each, given) < distance(best, given) ? each : best), all[0]);
}
