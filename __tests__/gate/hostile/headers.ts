import { attack, TRANSITION, type Attack } from "./attack";

export const HEADERS: readonly Attack[] = [
  ...[
    ...[
      "text/plain",
      "text/json",
      "application/x-json",
      "application/vnd.api+json",
      "application/jsonx",
      "*/*",
    ],
    ...[
      "application/json; charset=utf-16",
      "application/json; charset=latin1",
      "application/json; charset=utf-8; charset=utf-16",
    ],
    ...["application/json, text/plain", "application/json;", "application/json; boundary=x", ""],
  ].map((type) => attack(`content type ${JSON.stringify(type)}`, { type })),
  attack("two content types", { headers: ["Content-Type: text/plain"] }),
  attack("a form", {
    type: "application/x-www-form-urlencoded",
    body: ({ model }) => `name=${model}&version=2&stage=Production`,
  }),
  attack("a multipart form", {
    type: "multipart/form-data; boundary=x",
    body: ({ model }) =>
      [
        ["name", model],
        ["version", "2"],
        ["stage", "Production"],
      ]
        .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
        .join("") + "--x--\r\n",
  }),
  attack("an upgrade to WebSocket", {
    method: "GET",
    body: "",
    headers: [
      "Upgrade: websocket",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
    ],
  }),
  attack("an upgrade to h2c", { headers: ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"] }),
  attack("an expectation to go on", { headers: ["Expect: 100-continue"] }),
  attack("another expectation", { headers: ["Expect: 200-ok"] }),
  attack("a route in X-Original-URL", {
    method: "GET",
    target: "/version",
    body: "",
    headers: [`X-Original-URL: ${TRANSITION}`],
  }),
  attack("a route in X-Rewrite-URL", {
    method: "GET",
    target: "/version",
    body: "",
    headers: [`X-Rewrite-URL: ${TRANSITION}`],
  }),
  attack("an approver in headers of a proxy", {
    headers: [
      "X-Forwarded-User: ben",
      "X-Forwarded-Groups: ml-approvers",
      "X-Remote-User: ben",
      "x-amzn-oidc-data: e30",
    ],
  }),
  attack("an address in headers of a proxy", {
    headers: ["X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Forwarded-Host: localhost"],
  }),
  attack("a workspace of MLflow", { headers: ["X-MLFLOW-WORKSPACE: other"] }),
  attack("two hosts", { headers: ["Host: 127.0.0.1:5000"] }),
  attack("two tokens", { headers: ["Authorization: Bearer x"] }),
  attack("a token that another hop should remove", {
    headers: ["Connection: authorization, content-length"],
  }),
  attack("a name with an underscore", { headers: ["X_HTTP_Method_Override: DELETE", "Content_Length: 3"] }),
  attack("a NUL in a header", { headers: ["X-Note: a\0b"] }),
  attack("a line break in a header", { headers: ["X-Note: a\rX-Role: approver"] }),
  attack("a header without a name", { headers: [": x"] }),
  attack("a line that is no header", { headers: ["no colon here"] }),
];
