import type { IncomingMessage, ServerResponse } from "node:http";

/** Time in which a client must send, or take, something of worth. */
export const SLOW_CLIENT_MS = 60_000;
/** Slower than any line: what trickles in so holds a run, and decisions about it, for as long as somebody likes. */
const SLOWEST_BYTES_PER_SECOND = 1024;

/** Ends a request that is not there whole after a while: its body is small. */
export function endLateRequest(request: IncomingMessage, withinMs: number): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, withinMs);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}

/** Ends an upload that all but stands still, unless it is MLflow that does not take it. */
export function endSlowUpload(request: IncomingMessage, lookEveryMs: number): void {
  const enough = (SLOWEST_BYTES_PER_SECOND * lookEveryMs) / 1000;
  const { socket } = request;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    const came = socket.bytesRead - seen;
    seen += came;
    const waitsForMlflow = request.readableLength >= request.readableHighWaterMark;
    if (!request.complete && came < enough && !waitsForMlflow) request.destroy();
  }, lookEveryMs);
  timer.unref();
  request.once("close", () => clearInterval(timer));
}

/** Ends an answer that its client has ceased to take: it holds a connection to MLflow. */
export function endStalledAnswer(response: ServerResponse, lookEveryMs: number): void {
  const { socket } = response;
  let seen = socket?.bytesWritten ?? 0;
  const timer = setInterval(() => {
    const sent = socket?.bytesWritten ?? 0;
    if (sent === seen && response.writableLength > 0) response.destroy();
    seen = sent;
  }, lookEveryMs);
  timer.unref();
  response.once("close", () => clearInterval(timer));
}
