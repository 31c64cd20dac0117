/**
 * One line of the gate's log. What it may say: ids, routes, names, codes, times, words of refusals. Never a token, a cookie, a body.
 *
 * @param level `error` is for what somebody must look at
 */
export type Log = (level: "info" | "error", entry: Readonly<Record<string, unknown>>) => void;

/** Writes JSON lines to a stream, each with its time. */
export function jsonLog(output: { write(line: string): unknown }, now = (): Date => new Date()): Log {
  return (level, entry) => output.write(`${JSON.stringify({ at: now().toISOString(), level, ...entry })}\n`);
}
