/** Walks over the tokens of one query; the last, of type `end`, is never passed. */
export class TokenWalk<Token extends { readonly type: string }> {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  peek(ahead = 0): Token {
    return (this.tokens[this.next + ahead] ?? this.tokens.at(-1)) as Token;
  }

  protected step(): void {
    if (this.peek().type !== "end") this.next += 1;
  }
}
