import type { IncomingMessage } from "node:http";
import { bodyNotTaken } from "./refusals";

/** Time for a whole JSON body: a body that trickles in holds a place. */
const BODY_MS = 30_000;

/**
 * @param largest bytes
 * @throws Refusal INVALID_PARAMETER_VALUE when the body is longer, broke off or took too long
 */
export function readBody(request: IncomingMessage, largest: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => end(bodyNotTaken(`it took longer than ${BODY_MS / 1000} s`)), BODY_MS);
    const end = (refusal?: Error): void => {
      clearTimeout(timer);
      request.off("data", take).off("end", end).off("close", broken).off("error", broken);
      if (refusal) reject(refusal);
      else resolve(Buffer.concat(chunks));
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > largest) end(bodyNotTaken(`at most ${largest} bytes`));
      else chunks.push(chunk);
    };
    const broken = (): void => end(bodyNotTaken("it broke off"));
    if (Number(request.headers["content-length"] ?? 0) > largest) {
      end(bodyNotTaken(`at most ${largest} bytes`));
      return;
    }
    request
      .on("data", take)
      .once("end", () => end())
      .once("close", broken)
      .once("error", broken);
  });
}
