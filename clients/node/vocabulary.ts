import { Art12ConfigError, Art12VocabularyError } from "./errors";
import { looksLikeIban } from "./personal";
import { isCode } from "./validate";

/** The codes a system may log. A list that is left out allows nothing. */
export interface VocabularyOptions {
  /** What `output.decision` may be. */
  readonly decisions?: readonly string[];
  /** What `reason` may be: of an override, of an out-of-scope input, of a config change. */
  readonly reasons?: readonly string[];
  /** What the outcome of an inference may be. */
  readonly outcomes?: readonly string[];
  /** What errors there are. */
  readonly errors?: readonly string[];
}

const LISTS = ["decisions", "reasons", "outcomes", "errors"] as const;

/** The declared codes. What was not declared cannot be logged, and so cannot be free text. */
export class Vocabulary {
  readonly #codes: ReadonlyMap<keyof VocabularyOptions, ReadonlySet<string>>;

  /** @throws Art12ConfigError for a code that has not the form of one */
  constructor(options: VocabularyOptions) {
    this.#codes = new Map(LISTS.map((list) => [list, declared(list, options[list] ?? [])]));
  }

  /** Passes a declared code, and a missing one, which the schema judges. */
  check(list: keyof VocabularyOptions, code: string | undefined, field: string): void {
    const codes = this.#codes.get(list);
    if (code === undefined || codes?.has(code)) return;
    const known = [...(codes ?? [])].join(", ") || "none so far";
    throw new Art12VocabularyError({
      code: "unknown-code",
      field,
      needed: `must be one of the codes declared in vocabulary.${list} (${known})`,
      fix: `use one of them, or declare the code in vocabulary.${list}`,
    });
  }
}

function declared(list: keyof VocabularyOptions, codes: readonly string[]): ReadonlySet<string> {
  const account = codes.findIndex((code) => typeof code === "string" && looksLikeIban(code));
  if (account >= 0) throw personal(`vocabulary.${list}[${account}]`);
  const bad = codes.findIndex((code) => !isCode(code));
  if (bad < 0) return new Set(codes);
  throw new Art12ConfigError({
    code: "bad-code",
    field: `vocabulary.${list}[${bad}]`,
    needed: "must be a code: lower case letters, digits and underscores, a letter first, at most 48",
    fix: "name it like income_below_limit",
  });
}

function personal(field: string): Art12ConfigError {
  return new Art12ConfigError({
    code: "bad-code",
    field,
    needed: "looks like a bank account number (IBAN)",
    fix: "declare what may be decided, not about whom; a case's number belongs into caseId",
  });
}
