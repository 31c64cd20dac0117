import type { Atom, Formula, Subject } from "./atoms";
import type { QuestionMark } from "./glob";
import type { LogRecord } from "./match";
import { TextSearch } from "./text-search";
import { findValues } from "./world";
import type { Outcome } from "./world";

/**
 * Looks for a log under which the formula is true, over every truth assignment of the atoms.
 *
 * @param accepts has the last word on a log that was found
 * @returns the log, or "none exists" (a proof), or "unclear"
 */
export function search(
  atoms: readonly Atom[],
  formula: Formula,
  accepts: (log: LogRecord) => boolean,
  questionMark: QuestionMark,
): LogRecord | "none exists" | "unclear" {
  const texts = new TextSearch(questionMark);
  const subjects = groupBySubject(atoms).map((group) => remembering(group, texts));
  let result: "none exists" | "unclear" = "none exists";
  for (let assignment = 0; assignment < 2 ** atoms.length; assignment += 1) {
    const holds = (atom: number) => (assignment & (1 << atom)) !== 0;
    if (!formula(holds)) continue;
    const outcomes = subjects.map((outcomeFor) => outcomeFor(holds));
    if (outcomes.some(({ outcome }) => outcome === "impossible")) continue;
    const log = buildLog(outcomes);
    if (log && accepts(log)) return log;
    result = "unclear";
  }
  return result;
}

type Lookup = (holds: (atom: number) => boolean) => { readonly subject: Subject; readonly outcome: Outcome };

/** {@link findValues} with a memory: one subject's conditions meet the same combination in many assignments. */
function remembering(group: Group, texts: TextSearch): Lookup {
  const known = new Map<string, Outcome>();
  return (holds) => {
    const wanted = group.atoms.filter(({ index }) => holds(index));
    const combination = wanted.map(({ index }) => index).join();
    let outcome = known.get(combination);
    if (!outcome) {
      const unwanted = group.atoms.filter(({ index }) => !holds(index));
      outcome = findValues(group.subject, wanted, unwanted, texts);
      known.set(combination, outcome);
    }
    return { subject: group.subject, outcome };
  };
}

interface Group {
  readonly subject: Subject;
  readonly atoms: Atom[];
}

function groupBySubject(atoms: readonly Atom[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const atom of atoms) {
    const key = JSON.stringify(atom.subject);
    const group = groups.get(key);
    if (group) group.atoms.push(atom);
    else groups.set(key, { subject: atom.subject, atoms: [atom] });
  }
  return [...groups.values()];
}

function buildLog(outcomes: readonly ReturnType<Lookup>[]): LogRecord | undefined {
  const log = { tags: [] as readonly string[], message: "", status: "", service: "", host: "", source: "" };
  const attributes: [path: string, value: unknown][] = [];
  for (const { subject, outcome } of outcomes) {
    if (typeof outcome === "string") return undefined;
    const { values } = outcome;
    const [first = "", ...more] = values;
    if (subject.in === "whole-tag") log.tags = values.map(String);
    else if (subject.in === "text") log.message = values.join(" ");
    else if (subject.in === "reserved") log[subject.name] = String(first);
    // A path with dots is a valid key, and keeps `a` and `a.b` apart.
    else if (values.length > 0) attributes.push([subject.path, more.length === 0 ? first : values]);
  }
  return { ...log, attributes: Object.fromEntries(attributes) };
}
