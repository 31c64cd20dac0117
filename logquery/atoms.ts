import { wholeTag } from "./ast";
import type { Field, LogQuery, MatchTerm, Term } from "./ast";
import { compileGlob } from "./glob";
import type { Glob } from "./glob";
import { printLogQuery } from "./print";

/** A condition on a text value, on a number, or (free text) one about which nothing is known but its name. */
export type Condition =
  | { readonly kind: "text"; readonly glob: Glob }
  | { readonly kind: "number"; readonly term: Exclude<Term, MatchTerm> }
  | { readonly kind: "words"; readonly term: MatchTerm };

/**
 * What conditions are about: the tags, the words, one attribute or one reserved attribute of a log. Conditions of different
 * subjects never depend on each other: paths that contain one another (`a`, `a.b`) may both have values in an array.
 */
export type Subject = Exclude<Field, { readonly in: "tag" }>;

/** One distinct condition of the queries, with its place in every truth assignment. */
export interface Atom {
  readonly index: number;
  readonly subject: Subject;
  readonly condition: Condition;
}

/** A query as a boolean expression over atoms: true or false for a truth assignment. */
export type Formula = (holds: (atom: number) => boolean) => boolean;

/** Collects the distinct atoms of several queries, so that the same condition is one atom in all of them. */
export class Atoms {
  private readonly byName = new Map<string, Atom>();

  get all(): readonly Atom[] {
    return [...this.byName.values()];
  }

  /** The query as an expression over these atoms; adds those that are new. */
  formula(query: LogQuery): Formula {
    switch (query.kind) {
      case "everything":
        return () => true;
      case "not": {
        const operand = this.formula(query.operand);
        return (holds) => !operand(holds);
      }
      case "and":
      case "or": {
        const operands = query.operands.map((operand) => this.formula(operand));
        return query.kind === "and"
          ? (holds) => operands.every((operand) => operand(holds))
          : (holds) => operands.some((operand) => operand(holds));
      }
      default: {
        const { index } = this.atom(query);
        return (holds) => holds(index);
      }
    }
  }

  private atom(term: Term): Atom {
    const { name, subject, condition } = describe(term);
    const known = this.byName.get(name);
    if (known) return known;
    const atom = { index: this.byName.size, subject, condition };
    this.byName.set(name, atom);
    return atom;
  }
}

function describe(term: Term): { name: string; subject: Subject; condition: Condition } {
  const name = printLogQuery(term);
  if (term.kind !== "match") {
    return { name, subject: { in: "attribute", path: term.path }, condition: { kind: "number", term } };
  }
  const { field, pattern } = term;
  switch (field.in) {
    case "text":
      return { name: name.toLowerCase(), subject: field, condition: { kind: "words", term } };
    case "tag":
      // `env:prod` and `tags:"env:prod"` are one condition: a pattern that some whole tag has to fit.
      return describe({ kind: "match", field: { in: "whole-tag" }, pattern: wholeTag(field.name, pattern) });
    case "whole-tag":
    case "reserved":
    case "attribute":
      return { name, subject: field, condition: { kind: "text", glob: compileGlob(pattern) } };
  }
}
