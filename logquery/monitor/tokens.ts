import { MonitorQuerySyntaxError } from "../syntax-error";
import { TokenWalk } from "../token-walk";
import { tokenize, type Token } from "./lexer";

type Of<Type extends Token["type"]> = Extract<Token, { readonly type: Type }>;

/** Walks over the tokens of a monitor's query. */
export class Tokens extends TokenWalk<Token> {
  /** @throws MonitorQuerySyntaxError if the text cannot be split into tokens */
  constructor(private readonly query: string) {
    super(tokenize(query));
  }

  /** The next token if it is of this type, taken; else nothing, and it stays. */
  takeIf<Type extends Token["type"]>(type: Type): Of<Type> | undefined {
    const token = this.peek();
    if (token.type !== type) return undefined;
    this.step();
    return token as Of<Type>;
  }

  /** @throws MonitorQuerySyntaxError where another token stands */
  take<Type extends Token["type"]>(type: Type, needed: string): Of<Type> {
    const token = this.takeIf(type);
    if (token) return token;
    throw this.fault(this.peek(), `${needed} is needed here`);
  }

  fault({ at }: Token, explanation: string): MonitorQuerySyntaxError {
    return new MonitorQuerySyntaxError(this.query, at, explanation);
  }
}
