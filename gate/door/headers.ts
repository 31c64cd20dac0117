import type { IncomingMessage } from "node:http";
import type { BodyKind } from "../routes/table";
import { headerNotTaken } from "./refusals";

/** Headers that say one thing: a second one is read by one program and overlooked by another. */
const ONCE = new Set([
  ...["host", "authorization", "cookie", "origin", "expect", "upgrade", "connection"],
  ...["content-type", "content-length", "content-encoding", "transfer-encoding"],
]);

/** Headers that change what a request is, by name. Nothing of a stock client sends them. */
const NEVER: Readonly<Record<string, string>> = {
  upgrade: "the gate speaks HTTP/1.1 and nothing else",
  "http2-settings": "the gate speaks HTTP/1.1 and nothing else",
  "content-encoding": "bodies are sent as they are, not compressed",
  trailer: "a request ends with its body",
  "x-http-method": "the method is the one of the request line",
  "x-http-method-override": "the method is the one of the request line",
  "x-method-override": "the method is the one of the request line",
  "x-original-url": "the address is the one of the request line",
  "x-rewrite-url": "the address is the one of the request line",
};

/**
 * Refuses headers that two programs could read in two ways. None of a client's headers reaches MLflow, whatever is let by here.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function checkHeaders({ rawHeaders, headers }: IncomingMessage, body: BodyKind): void {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const never = NEVER[name];
    if (never) throw headerNotTaken(name, never);
    if (ONCE.has(name) && seen.has(name)) throw headerNotTaken(name, "it was sent twice");
    seen.add(name);
  }
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== "100-continue")
    throw headerNotTaken("expect", "only 100-continue is understood");
  checkLength(headers, body);
}

function checkLength(headers: IncomingMessage["headers"], body: BodyKind): void {
  const length = headers["content-length"];
  const encoding = headers["transfer-encoding"];
  if (length !== undefined && !/^(?:0|[1-9][0-9]{0,14})$/.test(length))
    throw headerNotTaken("content-length", "a decimal number");
  if (encoding === undefined) {
    if (body === "none" && Number(length ?? 0) > 0)
      throw headerNotTaken("content-length", "this request has no body");
    return;
  }
  if (length !== undefined) throw headerNotTaken("transfer-encoding", "not together with content-length");
  if (body !== "stream") throw headerNotTaken("transfer-encoding", "send the body with its content-length");
  if (encoding.toLowerCase() !== "chunked")
    throw headerNotTaken("transfer-encoding", "only chunked is understood");
}

/** @throws Refusal unless the body is declared as JSON, in UTF-8 */
export function checkJsonType({ headers }: IncomingMessage): void {
  const type = headers["content-type"];
  if (type === undefined || !/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(type))
    throw headerNotTaken("content-type", "application/json, in UTF-8");
}
