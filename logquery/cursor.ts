import { tokenize } from "./lexer";
import type { Operator, Token } from "./lexer";
import { LogQuerySyntaxError } from "./syntax-error";
import { TokenWalk } from "./token-walk";

/** Walks over the tokens of a log search. */
export class Cursor extends TokenWalk<Token> {
  /** @throws LogQuerySyntaxError if the text cannot be split into tokens */
  constructor(private readonly query: string) {
    super(tokenize(query));
  }

  take(): Token {
    const token = this.peek();
    this.step();
    return token;
  }

  takeOperator(operator: Operator): boolean {
    const token = this.peek();
    const found = token.type === "operator" && token.operator === operator;
    if (found) this.step();
    return found;
  }

  /** What follows a term must be set apart from it. */
  endTerm(): void {
    const token = this.peek();
    if (!token.touches || token.type === "end" || token.type === ")") return;
    throw this.fault(
      token,
      token.type === ":"
        ? "a second colon: escape it (\\:) or quote the value; a group of values names no other key"
        : `put a space before ${describe(token)}, or escape it`,
    );
  }

  fault(token: Token, explanation: string): LogQuerySyntaxError {
    return new LogQuerySyntaxError(this.query, token.at, explanation);
  }

  unexpected(token: Token): LogQuerySyntaxError {
    if (token.type === "end") return this.fault(token, "the query ends where a term is needed");
    if (token.type === "-")
      return this.fault(token, "a value that starts with a minus needs it escaped: \\-");
    return this.fault(token, `${describe(token)} cannot stand here; quote or escape it if you search for it`);
  }
}

function describe(token: Token): string {
  switch (token.type) {
    case "operator":
    case "compare":
      return token.operator;
    case "word":
      return token.source;
    case "phrase":
      return `"${token.text}"`;
    default:
      return token.type;
  }
}
