import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../../../gate/refusal";
import { createGate } from "../../../gate/server";
import { BERTA } from "../principals";
import { gateBefore, type GateBefore } from "./gate-before";

const RUN = "0123456789abcdef0123456789abcdef";
const ARTIFACT = `/api/2.0/mlflow-artifacts/artifacts/1/${RUN}/artifacts/a%20b.bin`;

let gate: GateBefore | undefined;
afterEach(async () => {
  await gate?.stop();
  gate = undefined;
});

const before = async (parts: Parameters<typeof gateBefore>[0]): Promise<GateBefore> =>
  (gate = await gateBefore(parts));
const answers =
  (status: number, headers: Record<string, string> = {}, body = "") =>
  (
    _: unknown,
    response: {
      writeHead: (status: number, headers: Record<string, string>) => { end: (body: string) => void };
    },
  ) =>
    void response.writeHead(status, headers).end(body);
const ok = answers(200, { "content-type": "application/json" }, "{}");
const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("What goes to MLflow is built anew: canonical path, own headers, the fields that were read", async () => {
  const { url, received } = await before({ mlflow: ok as never });
  const response = await post(
    url,
    "/ajax-api/2.0/mlflow/runs/set-tag",
    { value: "v", run_uuid: RUN, run_id: RUN, key: "k" },
    { "x-forwarded-user": "ben", cookie: "a=b", authorization: "Bearer x", "x-mlflow-workspace": "w" },
  );
  expect(response.status).toBe(200);
  expect(received).toHaveLength(1);
  const [{ method, url: path, headers, body }] = received as [(typeof received)[0]];
  expect([method, path, JSON.parse(body)]).toEqual([
    "POST",
    "/api/2.0/mlflow/runs/set-tag",
    { value: "v", run_id: RUN, key: "k" },
  ]);
  expect(Object.keys(headers).sort()).toEqual([
    "accept",
    "connection",
    "content-length",
    "content-type",
    "host",
  ]);
});

test("A read is answered with MLflow's status and type, and with none of its other headers", async () => {
  const headers = {
    "content-type": "text/html",
    server: "uvicorn",
    "set-cookie": "a=b",
    etag: '"e"',
    location: "http://127.0.0.1:1/",
  };
  const { url } = await before({ mlflow: answers(404, headers, "not there") as never });
  const response = await fetch(`${url}/get-artifact?path=report.html&run_uuid=${RUN}`);
  expect([response.status, await response.text()]).toEqual([404, "not there"]);
  expect(response.headers.get("etag")).toBe('"e"');
  for (const name of ["server", "set-cookie", "location"]) expect(response.headers.get(name)).toBeNull();
});

test("An artifact that is a page may do nothing on the gate's origin, where an approver is signed in", async () => {
  const { url } = await before({
    mlflow: answers(200, { "content-type": "text/html" }, "<script>") as never,
  });
  const { headers } = await fetch(`${url}${ARTIFACT}`);
  expect(headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test.each([301, 302, 303, 307, 308])(
  "A redirect of MLflow (%i) is not passed on: it names an inner address",
  async (status) => {
    const { url } = await before({
      mlflow: answers(status, { location: "http://127.0.0.1:5000/inner" }) as never,
    });
    const response = await fetch(`${url}/version`, { redirect: "manual" });
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({
      error_code: "RESOURCE_CONFLICT",
      message: `MLflow answered GET /version with ${status}: the gate follows and relays no redirect`,
    });
  },
);

test.each([
  ["a read", (url: string) => fetch(`${url}/api/2.0/mlflow/runs/get?run_id=${RUN}`)],
  ["a write", (url: string) => post(url, "/api/2.0/mlflow/runs/delete", { run_id: RUN })],
  ["an upload", (url: string) => fetch(`${url}${ARTIFACT}`, { method: "PUT", body: "x" })],
])(
  "A 503 of MLflow to %s becomes a 409 with its words: the client would retry a 503 and lose them",
  async (_, ask) => {
    const { url } = await before({ mlflow: answers(503, {}, "database is locked") as never });
    const response = await ask(url);
    expect(response.status).toBe(409);
    expect(((await response.json()) as { message: string }).message).toMatch(
      /^MLflow answered .* with 503: database is locked$/,
    );
  },
);

test("When MLflow hangs up, the refusal says that nobody knows whether it was done, and nothing is sent twice", async () => {
  const { url, received } = await before({ mlflow: (request) => request.socket.destroy() });
  const response = await post(url, "/api/2.0/mlflow/runs/delete", { run_id: RUN });
  expect(response.status).toBe(409);
  expect(((await response.json()) as { message: string }).message).toMatch(
    /^MLflow gave the gate no answer to POST \/api\/2\.0\/mlflow\/runs\/delete \(.*\)\. Whether it was done is not known/,
  );
  await sleep(100);
  expect(received).toHaveLength(1);
});

test("An upload is streamed to the one address of its artifact, and its guard hears how it ended", async () => {
  const { url, received, ended } = await before({
    mlflow: (request, response) => void request.once("end", () => response.writeHead(200).end()),
  });
  const body = "x".repeat(3_000_000);
  expect(
    (await fetch(`${url}${ARTIFACT.replace("/api", "/ajax-api")}`, { method: "PUT", body })).status,
  ).toBe(200);
  expect(
    received.map(({ method, url: path, body: sent, whole }) => [method, path, sent.length, whole]),
  ).toEqual([["PUT", ARTIFACT, body.length, true]]);
  expect(ended).toEqual([{ status: 200 }]);
});

test("An upload that breaks off is broken off at MLflow, too, which then keeps no half of it", async () => {
  const { port, received, ended } = await before({ mlflow: () => undefined });
  const client = connect(port, "127.0.0.1");
  client.write(
    `PUT ${ARTIFACT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n${"x".repeat(100_000)}`,
  );
  await sleep(200);
  client.destroy();
  while (received.length === 0 || ended.length === 0) await sleep(10);
  expect(received.map(({ whole }) => whole)).toEqual([false]);
  expect(ended).toEqual([{}]);
});

test("A refused upload is refused before a byte of it is sent on, and its client comes to read why", async () => {
  const { url, received } = await before({
    mlflow: ok as never,
    guard: () => Promise.reject(new Refusal("RESOURCE_CONFLICT", "frozen behind an approval")),
  });
  const response = await fetch(`${url}${ARTIFACT}`, { method: "PUT", body: "x".repeat(5_000_000) });
  expect([response.status, await response.json()]).toEqual([
    409,
    { error_code: "RESOURCE_CONFLICT", message: "frozen behind an approval" },
  ]);
  expect(received).toEqual([]);
});

test("A large artifact goes through without being held: a client that does not read stops MLflow", async () => {
  let sent = 0;
  const chunk = Buffer.alloc(1 << 20);
  const { url } = await before({
    mlflow: (_, response) => {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      const more = (): void => {
        while (sent < 512 << 20) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    },
  });
  const asked = httpRequest(`${url}${ARTIFACT}`).end();
  const [response] = (await once(asked, "response")) as [NodeJS.ReadableStream & { destroy(): void }];
  response.pause();
  await sleep(500);
  expect(sent).toBeLessThan(64 << 20);
  asked.destroy();
});

test("Training takes a role: an approver who does not train may not write, and is told which role it takes", async () => {
  const { url, received } = await before({ mlflow: ok as never, principal: BERTA });
  const response = await post(url, "/api/2.0/mlflow/runs/delete", { run_id: RUN });
  expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
    403,
    "Berta may not do this: it takes the role trainer or service, and the groups of this token give approver",
  ]);
  expect(received).toEqual([]);
});

test("A fault of the gate is a refusal without details; the log has them under the same call", async () => {
  const { url, logged } = await before({
    mlflow: ok as never,
    guard: () => Promise.reject(new Error("a secret of the inside")),
  });
  const response = await fetch(`${url}${ARTIFACT}`, { method: "PUT", body: "x" });
  const { message } = (await response.json()) as { message: string };
  expect([response.status, message]).toEqual([
    403,
    expect.stringMatching(
      /^the gate refuses this because of a fault of its own; its log has the cause under call /,
    ),
  ]);
  const entry = logged.find(({ level }) => level === "error");
  expect(message).toContain(entry?.["call"]);
  expect(entry?.["cause"]).toContain("a secret of the inside");
});

test.each([
  [
    "GET",
    "/api/2.0/mlflow/webhooks",
    403,
    /^GET \/api\/2\.0\/mlflow\/webhooks is closed at the gate: it sends what happens/,
  ],
  [
    "POST",
    "/api/2.0/mlflow/version",
    404,
    /^the gate knows no POST \/api\/2\.0\/mlflow\/version: only routes of the pinned MLflow/,
  ],
  ["GET", "/evidence/nothing", 404, /^the gate knows no GET \/evidence\/nothing/],
  ["HEAD", "/version", 404, /^$/],
])("%s %s is refused with %i and words", async (method, path, status, words) => {
  const { url, received } = await before({ mlflow: ok as never });
  const response = await fetch(`${url}${path}`, { method });
  const body = await response.text();
  expect([response.status, body === "" ? "" : (JSON.parse(body) as { message: string }).message]).toEqual([
    status,
    expect.stringMatching(words),
  ]);
  expect(received).toEqual([]);
});

test("The gate's health is told to everybody, and says which MLflow it is for", async () => {
  const { url } = await before({ mlflow: ok as never });
  expect(await (await fetch(`${url}/evidence/health`)).json()).toEqual({
    status: "ok",
    version: "0.1.0",
    mlflow: "3.17.2",
  });
});

test("The log says who did what and with which outcome, and nothing of tokens, queries and bodies", async () => {
  const { url, logged } = await before({ mlflow: ok as never });
  await post(
    url,
    "/api/2.0/mlflow/runs/set-tag",
    { run_id: RUN, key: "k", value: "private" },
    { authorization: "Bearer secret" },
  );
  await fetch(`${url}/get-artifact?path=private.txt&run_uuid=${RUN}`);
  expect(logged.map(({ route, by, status }) => [route, by, status])).toEqual([
    ["POST /api/2.0/mlflow/runs/set-tag", "Ada", 200],
    ["GET /get-artifact", "Ada", 200],
  ]);
  expect(JSON.stringify(logged)).not.toMatch(/secret|private/);
});

test("A gate in which a route has no handler, or two, does not start", async () => {
  const parts = { identity: {} as never, mlflow: {} as never, log: () => undefined, register: [] };
  await expect(createGate({ ...parts, handlers: [] })).rejects.toThrow(
    /^the gate does not start: .*POST \/api\/2\.0\/mlflow\/runs\/create has 0 handlers/,
  );
  const json = { "POST /api/2.0/mlflow/runs/create": () => Promise.reject(new Error()) };
  await expect(
    createGate({
      ...parts,
      handlers: [
        { json, streams: {} },
        { json, streams: {} },
      ],
    }),
  ).rejects.toThrow(/runs\/create has 2 handlers/);
  await expect(
    createGate({
      ...parts,
      handlers: [
        { json: { "POST /api/2.0/mlflow/nothing": json["POST /api/2.0/mlflow/runs/create"] }, streams: {} },
      ],
    }),
  ).rejects.toThrow(/POST \/api\/2\.0\/mlflow\/nothing is no route of class work or governed/);
});

test("When the gate ends, what is under way is answered first, and idle connections do not hold it up", async () => {
  const { url, stop } = await before({
    mlflow: (_, response) => void sleep(400).then(() => response.writeHead(200).end("3.17.2")),
  });
  await fetch(`${url}/evidence/health`);
  const underWay = fetch(`${url}/version`);
  await sleep(100);
  const began = performance.now();
  gate = undefined;
  await stop();
  expect(await (await underWay).text()).toBe("3.17.2");
  // Far below the time for which an idle connection is kept.
  expect(performance.now() - began).toBeLessThan(30_000);
});
