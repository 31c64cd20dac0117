import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { LogLine } from "../../../clients/node";

export interface IntakeRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly lines: LogLine[];
}

/** How the intake answers one request: a status with a text, or no answer at all. */
export type Answer = { readonly status: number; readonly text?: string } | "hang up" | "never";

const HOUR_MS = 3_600_000;

/**
 * An intake on a free port of this machine that answers by a script, then with 202 but for what `refuse` refuses.
 * @param clock of the intake: with one it drops what is too old or too far ahead by it, without a word, as Datadog's does
 */
export async function startIntake(
  script: Answer[] = [],
  refuse: (lines: LogLine[]) => Answer | undefined = () => undefined,
  clock?: () => number,
) {
  const isTimely = ({ timestamp }: LogLine) => {
    const age = clock ? clock() - Date.parse(timestamp) : 0;
    return age <= 18 * HOUR_MS && -age <= 2 * HOUR_MS;
  };
  const requests: IntakeRequest[] = [];
  const taken: LogLine[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const lines = JSON.parse(gunzipSync(body).toString()) as LogLine[];
      requests.push({ method: request.method, url: request.url, headers: request.headers, body, lines });
      const how = script.shift() ?? refuse(lines) ?? { status: 202, text: "{}" };
      if (typeof how === "object" && how.status === 202) taken.push(...lines.filter(isTimely));
      if (clock) response.setHeader("date", new Date(clock()).toUTCString());
      answer(response, how);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** Lines that were answered with 202, and not dropped for their time. */
    taken,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function answer(response: ServerResponse, how: Answer): void {
  if (how === "never") return;
  if (how === "hang up") response.destroy();
  else response.writeHead(how.status).end(how.text ?? "");
}
