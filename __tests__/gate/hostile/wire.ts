import { connect } from "node:net";

type Bytes = string | Uint8Array;

/** What came back on a connection, until the server closed it or said nothing more. */
export interface Heard {
  /** Status of each answer on the connection. */
  readonly statuses: readonly number[];
  readonly text: string;
}

const SILENCE_MS = 400;
const TOO_LONG_MS = 3_000;

/** Sends exactly these bytes on a connection of their own; several parts are sent one after the other. */
export function onTheWire(port: number, bytes: Bytes | readonly Bytes[]): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const heard: Buffer[] = [];
    const done = (): void => {
      clearTimeout(silence);
      clearTimeout(limit);
      socket.destroy();
      resolve(understood(Buffer.concat(heard)));
    };
    let silence = setTimeout(done, TOO_LONG_MS);
    const limit = setTimeout(done, TOO_LONG_MS);
    socket.on("data", (chunk) => {
      heard.push(chunk);
      clearTimeout(silence);
      silence = setTimeout(done, SILENCE_MS);
    });
    socket.on("close", done).on("error", () => undefined);
    socket.on("connect", () => {
      for (const part of Array.isArray(bytes) ? (bytes as readonly Bytes[]) : [bytes as Bytes])
        socket.write(typeof part === "string" ? Buffer.from(part, "latin1") : part);
    });
  });
}

function understood(bytes: Buffer): Heard {
  const text = bytes.toString("latin1");
  const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)].map(([, status]) => Number(status));
  return { statuses: statuses.filter((status) => status !== 100), text };
}

export interface Spoken {
  readonly method?: string;
  readonly target: string;
  /** In the order and spelling in which they are sent; a line is sent as it stands. */
  readonly headers?: readonly string[];
  readonly token?: string | undefined;
  readonly type?: string | undefined;
  readonly body?: Bytes | undefined;
  /** @default the length of the body */
  readonly length?: string | undefined;
}

/** The bytes of an ordinary request, with what a test changes in it. */
export function spoken({
  method = "POST",
  target,
  headers = [],
  token,
  type = "application/json",
  body,
  length,
}: Spoken): Bytes {
  const content =
    body === undefined ? undefined : typeof body === "string" ? Buffer.from(body, "utf8") : body;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "Host: mlflow.example.org",
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(content === undefined || type === "" ? [] : [`Content-Type: ${type}`]),
    ...(content === undefined || length === "" ? [] : [`Content-Length: ${length ?? content.length}`]),
    ...headers,
    "Connection: close",
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return content === undefined ? head : Buffer.concat([head, content]);
}
