import type { Atom, Subject } from "./atoms";
import { matchesAnyText, matchesGlob } from "./glob";
import type { Glob } from "./glob";
import { holdsFor } from "./match";
import type { Found, TextSearch } from "./text-search";

/** Values under which exactly the wanted conditions on one subject hold. */
export type Values = readonly (string | number)[];

/** "impossible" is a proof that no values do it; "unclear" is not. */
export type Outcome = { readonly values: Values } | "impossible" | "unclear";

/**
 * Looks for values of one subject of a log that make the conditions in `wanted` true and those in `unwanted` false.
 *
 * Tags and attributes hold any number of values (`env:a` and `env:b` may both be there; an attribute may be an array),
 * and a condition is true if one value meets it. So each wanted condition needs one value that meets no unwanted one.
 * A reserved attribute has one value, or none.
 */
export function findValues(
  subject: Subject,
  wanted: readonly Atom[],
  unwanted: readonly Atom[],
  texts: TextSearch,
): Outcome {
  // What words and wildcards mean in free text is documented too loosely for proofs.
  if (subject.in === "text") return { values: wanted.flatMap(({ condition }) => wordsFor(condition)) };
  if (wanted.length === 0) return { values: [] };

  const outcomes =
    subject.in === "reserved"
      ? [asOutcome(texts.find(globsOf(wanted), globsOf(unwanted), 1))]
      : wanted.map(({ condition }) => {
          if (condition.kind === "number") return findNumber(condition.term, unwanted);
          return asOutcome(texts.find(globsOf([{ condition }]), globsOf(unwanted), 0));
        });
  if (outcomes.includes("impossible")) return "impossible";
  return outcomes.every((outcome) => typeof outcome === "object")
    ? { values: outcomes.flatMap(({ values }) => values) }
    : "unclear";
}

function globsOf(atoms: readonly Pick<Atom, "condition">[]): readonly Glob[] {
  return atoms.flatMap(({ condition }) => (condition.kind === "text" ? [condition.glob] : []));
}

function asOutcome(found: Found): Outcome {
  if (typeof found === "object") return { values: [found.text] };
  return found === "none exists" ? "impossible" : "unclear";
}

type NumberTerm = Extract<Atom["condition"], { kind: "number" }>["term"];

/**
 * Looks for a number in the wanted range and in no unwanted one. Between two neighbouring bounds all numbers behave
 * alike, so the bounds and one number between each pair decide that. A number also has a text form, which unwanted
 * patterns may match: only `*` is sure to.
 */
function findNumber(wanted: NumberTerm, unwanted: readonly Atom[]): Outcome {
  const ranges = unwanted.flatMap(({ condition }) => (condition.kind === "number" ? [condition.term] : []));
  const fitting = candidates([wanted, ...ranges]).filter(
    (value) => holdsFor(wanted, value) && !ranges.some((range) => holdsFor(range, value)),
  );
  const patterns = globsOf(unwanted);
  if (fitting.length === 0 || patterns.some(matchesAnyText)) return "impossible";
  const value = fitting.find((each) => !patterns.some((pattern) => matchesGlob(pattern, String(each))));
  return value === undefined ? "unclear" : { values: [value] };
}

function candidates(terms: readonly NumberTerm[]): readonly number[] {
  const bounds = terms.flatMap((term) => (term.kind === "range" ? [term.from, term.to] : [term.value]));
  const ordered = [...bounds].sort((a, b) => a - b);
  const between = ordered.slice(1).map((upper, index) => ((ordered[index] ?? upper) + upper) / 2);
  return [...bounds, ...bounds.flatMap((bound) => [bound + 1, bound - 1]), ...between];
}

function wordsFor(condition: Atom["condition"]): Values {
  if (condition.kind !== "words") return [];
  return [condition.term.pattern.map((part) => (typeof part === "string" ? part : "x")).join("")];
}
