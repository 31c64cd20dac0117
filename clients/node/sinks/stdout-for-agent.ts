import type { Art12Sink } from "./sink";

/**
 * Prints one JSON line a log, for a Datadog Agent that collects the process's output. The Agent reads `ddtags`,
 * `service`, `status` and `timestamp` from the JSON. Resolves when the stream has taken the bytes: what the Agent
 * does with them is not confirmed.
 * @param stream default: the process's standard output
 */
export function stdoutForAgent(stream: NodeJS.WritableStream = process.stdout): Art12Sink {
  return {
    write: (lines) =>
      new Promise((resolve, reject) => {
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
