import { connect, type Socket } from "node:net";
import { RUN } from "../work/workshop";
import { gateBefore, type GateBefore } from "./gate-before";

const UPLOAD = `/api/2.0/mlflow-artifacts/artifacts/1/${RUN}/artifacts/model.pkl`;
/** More than sockets of gate and client keep between them. */
const LARGE = Buffer.alloc(32 * 1024 * 1024);
/** Connections that the gate has to MLflow for what clients ask for. */
const CONNECTIONS = 128;

let gate: GateBefore;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await gate.stop();
});

function sent(head: string): Socket {
  const socket = connect(gate.port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(`${head}\r\nhost: gate\r\n`);
  sockets.push(socket);
  return socket;
}

const closed = (socket: Socket): Promise<void> => new Promise((done) => socket.once("close", () => done()));

test("an upload that sends nothing is ended, so that it keeps no decision about its run waiting", async () => {
  gate = await gateBefore({ mlflow: () => undefined, slowClientMs: 100 });
  const socket = sent(`PUT ${UPLOAD} HTTP/1.1`);
  socket.write("content-length: 1000000\r\n\r\n");
  socket.resume();
  await closed(socket);
  // What was begun is known to have ended.
  while (gate.ended.length === 0) await new Promise(setImmediate);
  expect(gate.ended).toEqual([{}]);
});

test("a request to the gate's own pages that never ends is ended by the gate, before anybody is asked who sends it", async () => {
  gate = await gateBefore({ mlflow: () => undefined, slowClientMs: 100 });
  const socket = sent("POST /evidence/v1/approvals HTTP/1.1");
  socket.write("content-type: application/json\r\ncontent-length: 1000\r\n\r\n{");
  socket.resume();
  await closed(socket);
});

test("an answer that its client does not take is ended", async () => {
  gate = await gateBefore({ mlflow: (_, response) => void response.end(LARGE), slowClientMs: 100 });
  const socket = sent("GET /get-artifact?path=model.pkl HTTP/1.1");
  socket.write("\r\n");
  socket.pause();
  // A client that reads nothing does not see the end either.
  while (gate.logged.length === 0) await new Promise(setImmediate);
  expect(gate.logged).toMatchObject([{ because: expect.any(String), status: 200 }]);
});

test("clients that take nothing of what they asked for keep no one's change waiting", async () => {
  gate = await gateBefore({
    mlflow: ({ method }, response) => void response.end(method === "GET" ? LARGE : "{}"),
  });
  for (let index = 0; index < CONNECTIONS; index++) {
    const socket = sent("GET /get-artifact?path=model.pkl HTTP/1.1");
    socket.write("\r\n");
    socket.pause();
  }
  await new Promise((later) => setTimeout(later, 1_000));
  const answer = await fetch(`${gate.url}/api/2.0/mlflow/registered-models/create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "credit" }),
  });
  expect(answer.status).toBe(200);
});
