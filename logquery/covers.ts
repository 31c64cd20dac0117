import { combine } from "./ast";
import type { LogQuery, Term } from "./ast";
import { Atoms } from "./atoms";
import type { Atom, Formula } from "./atoms";
import { hasQuestionMark } from "./glob";
import type { QuestionMark } from "./glob";
import { matchesLog } from "./match";
import type { LogRecord } from "./match";
import { printLogQuery } from "./print";
import { search } from "./search";

export interface Coverage {
  readonly verdict: "covers" | "does-not-cover" | "unknown";
  /** For "does-not-cover": a log, as JSON, that matches `required` and not `query`. */
  readonly counterexample?: string;
  /** In words, for a report. */
  readonly reason: string;
}

/** Truth assignments double with each condition; 2^14 are tried in well under a second. */
const MAX_CONDITIONS = 14;

/**
 * Does every log that matches `required` also match `query`?
 *
 * Tries every combination of true and false of the conditions in both queries. "covers" only if each combination that
 * would be a counterexample is proved impossible; "does-not-cover" only with a log on which `matchesLog` shows it.
 * Everything else is "unknown": too many conditions, free text, `?` (which the vendor does not define exactly), a
 * `required` that no log can match.
 *
 * @param assumptions queries that hold for every log in question, for example that one tag excludes another:
 *   `NOT (env:a AND env:b)`
 */
export function covers(query: LogQuery, required: LogQuery, assumptions: readonly LogQuery[] = []): Coverage {
  const given = combine("and", [required, ...assumptions]);
  const atoms = new Atoms();
  const matchesGiven = atoms.formula(given);
  const matchesQuery = atoms.formula(query);
  if (atoms.all.length > MAX_CONDITIONS) {
    return unknown(`more than ${MAX_CONDITIONS} different conditions: too many to try every combination`);
  }
  const isCounterexample: Formula = (holds) => matchesGiven(holds) && !matchesQuery(holds);
  const shows = (log: LogRecord) => matchesLog(given, log) && !matchesLog(query, log);

  const findings = readings(atoms.all).map((reading) => search(atoms.all, isCounterexample, shows, reading));
  const log = findings.find((finding) => typeof finding === "object");
  if (log && !findings.includes("none exists")) {
    return {
      verdict: "does-not-cover",
      counterexample: JSON.stringify(log),
      reason: whyNot(query, required),
    };
  }
  if (!findings.every((finding) => finding === "none exists")) {
    const free = atoms.all.some(({ condition }) => condition.kind === "words")
      ? " (free text is not judged)"
      : "";
    return unknown(
      `no log was found that shows a gap, but neither could it be proved that none exists${free}`,
    );
  }
  const nothing = search(atoms.all, matchesGiven, () => true, "any character");
  if (nothing === "none exists")
    return unknown("no log can match what is required, so nothing is shown by this");
  return {
    verdict: "covers",
    reason: `every log that matches ${printLogQuery(given)} also matches ${printLogQuery(query)}`,
  };
}

function unknown(reason: string): Coverage {
  return { verdict: "unknown", reason };
}

/** A proof has to hold whatever `?` means; without `?` there is one meaning. */
function readings(atoms: readonly Atom[]): readonly QuestionMark[] {
  const unsettled = atoms.some(
    ({ condition }) => condition.kind === "text" && hasQuestionMark(condition.glob),
  );
  return unsettled ? ["any character", "special characters only"] : ["any character"];
}

/** The most likely mistake has its own words: a tag asked for where an attribute is meant, or the reverse. */
function whyNot(query: LogQuery, required: LogQuery): string {
  const gap = `a log can match ${printLogQuery(required)} and not ${printLogQuery(query)}`;
  const { tags, attributes } = keysOf(query);
  const needed = keysOf(required);
  const asAttribute = needed.tags.find((key) => attributes.includes(key) && !tags.includes(key));
  if (asAttribute)
    return `${gap}: @${asAttribute} reads the JSON body, but the tag ${asAttribute} is required`;
  const asTag = needed.attributes.find((key) => tags.includes(key) && !attributes.includes(key));
  if (asTag) return `${gap}: ${asTag} reads the tags, but the attribute @${asTag} is required`;
  return gap;
}

function keysOf(query: LogQuery): {
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
} {
  const terms = termsOf(query);
  return {
    tags: terms.flatMap((term) =>
      term.kind === "match" && term.field.in === "tag" ? [term.field.name] : [],
    ),
    attributes: terms.flatMap((term) => {
      if (term.kind !== "match") return [term.path];
      return term.field.in === "attribute" ? [term.field.path] : [];
    }),
  };
}

function termsOf(query: LogQuery): readonly Term[] {
  switch (query.kind) {
    case "everything":
      return [];
    case "not":
      return termsOf(query.operand);
    case "and":
    case "or":
      return query.operands.flatMap(termsOf);
    default:
      return [query];
  }
}
