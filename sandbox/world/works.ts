/** Whether a server works: what each kind is asked. */
import { once } from "node:events";
import { connect } from "node:net";

const ANSWER_MS = 5_000;

/** Of an HTTP server: this path answers 200. */
export const answersHttp =
  (path: string) =>
  async (url: string): Promise<boolean> => {
    try {
      const response = await fetch(url + path, {
        signal: AbortSignal.timeout(ANSWER_MS),
        redirect: "error",
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  };

/** Length and code of an SSLRequest, which a PostgreSQL server answers with one letter before any login. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

export async function answersPostgres(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), timeout: ANSWER_MS });
  try {
    socket.write(SSL_REQUEST);
    const [answer] = (await once(socket, "data", { signal: AbortSignal.timeout(ANSWER_MS) })) as [Buffer];
    return ["N", "S"].includes(answer.toString("latin1"));
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
