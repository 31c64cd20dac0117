import { lacking, type Block } from "./runbook-blocks";

/**
 * A block's commands as a reader types them: one shell, so that variables, functions and the folder of the blocks before are there.
 * @param memory file that keeps them from block to block
 */
export function asOneShell(commands: string, memory: string): string {
  const keep = `{ printf "cd %q\\n" "$PWD"; export -p; declare -f; } > "${memory}"`;
  return `set -eaou pipefail\n[ ! -f "${memory}" ] || . "${memory}"\ntrap 'code=$?; ${keep}; exit $code' EXIT\n${commands}`;
}

/**
 * Nothing where a run came out as the page says; else an error with all it said: what a reader would have seen.
 * @param output of both streams
 */
export function objectionTo(
  { exitCode, said }: Block,
  { status, output }: { readonly status: number | null; readonly output: string },
): Error | undefined {
  const missing = lacking(said, output).map((line) => `lacks: ${line}`);
  if (status === exitCode && missing.length === 0) return undefined;
  return new Error([`exit ${status}`, ...missing, output].join("\n"));
}
