/** Loopback ports. */
import { createServer } from "node:net";

/** Everything of the embedded world listens here and nowhere else. */
export const LOOPBACK = "127.0.0.1";

/**
 * A TCP port on 127.0.0.1 that is free now: `preferred` if nothing listens there, else one the system picks.
 * Somebody may take it before it is used, so whoever starts a server on it must be ready to try another.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await canListen(preferred)) !== undefined) return preferred;
  const port = await canListen(0);
  if (port === undefined) throw new Error(`no free port on ${LOOPBACK}`);
  return port;
}

function canListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
