/** A text that is not in the syntax it should be in, with the place of the fault. */
abstract class QuerySyntaxError extends Error {
  /**
   * @param query the whole text
   * @param position where the fault is: index of the UTF-16 code unit, from 0; the text's length for "at the end"
   * @param explanation what is wrong and what to write instead
   */
  constructor(
    readonly query: string,
    readonly position: number,
    readonly explanation: string,
  ) {
    // On one line, so that the caret below points at the right column.
    const line = query.replace(/[\r\n\t]/g, " ");
    super(`${explanation} (column ${position + 1})\n  ${line}\n  ${" ".repeat(position)}^`);
  }
}

/** A query that is not in Datadog's log search syntax, or uses a part of it that means nothing in a filter. */
export class LogQuerySyntaxError extends QuerySyntaxError {
  override readonly name = "LogQuerySyntaxError";
}

/** A query that is not in the syntax of Datadog's monitors, or uses a part of it that nobody here can judge. */
export class MonitorQuerySyntaxError extends QuerySyntaxError {
  override readonly name = "MonitorQuerySyntaxError";
}
