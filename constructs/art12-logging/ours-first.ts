import { Fn, Token } from "cdktf";

/**
 * An order with ours in front and all others behind, as they stand: Datadog takes an order of all there are only, and an
 * order that names ours alone would be refused, or undo what others configured.
 *
 * @param current the order as it is, from its data source
 */
export const oursFirst = (ours: readonly string[], current: string[]): string[] =>
  Token.asList(Fn.distinct(Fn.concat([[...ours], current])));
