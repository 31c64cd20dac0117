import { INTAKE_LIMITS } from "./datadog-intake";
import type { Art12Sink } from "./sink";

/**
 * Prints one JSON line a log, for a Datadog Agent that collects the process's output. Datadog reads `ddtags`, `service`,
 * `status` and `timestamp` from the JSON; docs/second-door.md says what else carries the tag. Resolves when the stream has taken the bytes: what the Agent
 * does with them is not confirmed.
 * @param stream default: the process's standard output
 */
export function stdoutForAgent(stream: NodeJS.WritableStream = process.stdout): Art12Sink {
  return {
    // The Agent sends it on to the intake, which drops what is older or further ahead without a word.
    maxAgeHours: INTAKE_LIMITS.ageHours,
    maxAheadHours: INTAKE_LIMITS.aheadHours,
    write: (lines) =>
      new Promise((resolve, reject) => {
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
