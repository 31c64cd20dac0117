import { combine, EVERYTHING, isAnything, literalOf } from "./ast";
import type { Field, LogQuery } from "./ast";
import { Cursor } from "./cursor";
import { fieldOf } from "./field";
import type { Token } from "./lexer";
import { readPattern, readValue } from "./value";

/** Deeper than any query a person writes; keeps a hostile one from exhausting the stack. */
const MAX_DEPTH = 100;

/**
 * Reads a query in Datadog's log search syntax, as filters of archives, indexes and pipelines understand it.
 *
 * Sources: https://docs.datadoghq.com/logs/explorer/search_syntax/ and, for `{a TO b}`, `NOT`, `_exists_` and
 * `message:`, https://docs.datadoghq.com/observability_pipelines/search_syntax/logs/. `AND` binds tighter than `OR`
 * and is meant where nothing is written. An empty query is `*`, as for an index without filter
 * (https://docs.datadoghq.com/logs/indexes/).
 *
 * @throws LogQuerySyntaxError naming the place; also for what cannot work in a filter (`*:word`) or cannot be
 * judged here (`CIDR()`, `trace_id:`, `timestamp:`)
 */
export function parseLogQuery(text: string): LogQuery {
  const cursor = new Cursor(text);
  if (cursor.peek().type === "end") return EVERYTHING;
  const result = new Parser(cursor).alternatives(undefined);
  const rest = cursor.take();
  if (rest.type !== "end") throw cursor.unexpected(rest);
  return result;
}

/** Recursive descent; `field` is set inside `key:( ... )`, where every term is a value of that key. */
class Parser {
  private depth = 0;

  constructor(private readonly cursor: Cursor) {}

  alternatives(field: Field | undefined): LogQuery {
    const operands = [this.conjunction(field)];
    while (this.cursor.takeOperator("OR")) operands.push(this.conjunction(field));
    return combine("or", operands);
  }

  private conjunction(field: Field | undefined): LogQuery {
    const operands = [this.negation(field)];
    while (this.cursor.takeOperator("AND") || startsOperand(this.cursor.peek()))
      operands.push(this.negation(field));
    return combine("and", operands);
  }

  private negation(field: Field | undefined): LogQuery {
    const token = this.cursor.peek();
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      throw this.cursor.fault(token, `more than ${MAX_DEPTH} levels of brackets and exclusions`);
    }
    let result: LogQuery;
    if (this.cursor.takeOperator("NOT")) {
      result = { kind: "not", operand: this.negation(field) };
    } else if (token.type === "-") {
      this.cursor.take();
      if (!this.cursor.peek().touches)
        throw this.cursor.fault(token, "the minus must touch the term it excludes");
      result = { kind: "not", operand: this.negation(field) };
    } else {
      result = this.operand(field);
    }
    this.depth -= 1;
    return result;
  }

  private operand(field: Field | undefined): LogQuery {
    if (this.cursor.peek().type === "(") return this.brackets(field);
    if (field) return readValue(this.cursor, field);
    const colon = this.cursor.peek(1);
    return colon.type === ":" && colon.touches ? this.keyed() : this.freeText();
  }

  private brackets(field: Field | undefined): LogQuery {
    const open = this.cursor.take();
    const inside = this.alternatives(field);
    const close = this.cursor.take();
    if (close.type === ")") return inside;
    if (close.type === "end") throw this.cursor.fault(open, "this bracket is never closed: add a )");
    throw this.cursor.unexpected(close);
  }

  private freeText(): LogQuery {
    const token = this.cursor.peek();
    if (token.type === "word" && token.source.startsWith("@")) {
      const advice = `@ starts an attribute, which needs a value: ${token.source}:* if any will do`;
      throw this.cursor.fault(token, advice);
    }
    if (token.type === "word" && token.source === "CIDR" && this.cursor.peek(1).type === "(") {
      throw this.cursor.fault(token, "CIDR() is part of the vendor's syntax but cannot be judged here");
    }
    const term = readPattern(this.cursor, { in: "text" });
    return isAnything(term.pattern) ? EVERYTHING : term;
  }

  private keyed(): LogQuery {
    const key = this.cursor.take();
    const colon = this.cursor.take();
    const value = this.cursor.peek();
    if (key.type === "phrase") throw this.cursor.fault(key, "a key is written without quotation marks");
    if (key.type !== "word") throw this.cursor.unexpected(key);
    if (value.type === "end" || !value.touches) {
      throw this.cursor.fault(colon, "a value must follow the colon directly; * stands for any value");
    }
    if (isAnything(key.parts)) return this.everyField(key);
    if (literalOf(key.parts) === "_exists_") return this.exists();
    const field = this.field(key);
    return value.type === "(" ? this.brackets(field) : readValue(this.cursor, field);
  }

  /** `*:*` is every log; `*:word` is full-text search, which the vendor excludes from filters. */
  private everyField(key: Token): LogQuery {
    const { pattern } = readPattern(this.cursor, { in: "text" });
    if (isAnything(pattern)) return EVERYTHING;
    throw this.cursor.fault(
      key,
      "full-text search (*:word) does not work in filters of archives, indexes or pipelines",
    );
  }

  private exists(): LogQuery {
    const field = this.field(this.cursor.take());
    this.cursor.endTerm();
    return { kind: "match", field, pattern: [{ wildcard: "*" }] };
  }

  private field(key: Token): Field {
    if (key.type !== "word") throw this.cursor.fault(key, "one key is needed here, without quotation marks");
    const name = literalOf(key.parts);
    if (!name) throw this.cursor.fault(key, "a key has no wildcards: only values may use * and ?");
    const field = fieldOf(name, key.source.startsWith("@"));
    if (typeof field === "string") throw this.cursor.fault(key, field);
    return field;
  }
}

function startsOperand(token: Token): boolean {
  return token.type === "operator" ? token.operator === "NOT" : token.type !== "end" && token.type !== ")";
}
