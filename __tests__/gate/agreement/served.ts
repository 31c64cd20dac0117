import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { FakeMlflow } from "../decisions/fake-mlflow";

/** MLflow's REST API on a port, and, where a token is named, only for who shows it, as behind a gate. */
export async function served(
  mlflow: FakeMlflow,
  token?: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://mlflow");
      const body = JSON.stringify({ error_code: "UNAUTHENTICATED", message: "the token has expired" });
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
        return response.writeHead(401, { "content-type": "application/json" }).end(body);
      const artifact = /^\/api\/2.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(pathname)?.[1];
      if (artifact !== undefined) {
        const bytes: Uint8Array[] = [];
        for await (const chunk of await mlflow.artifact(decodeURIComponent(artifact))) bytes.push(chunk);
        return response.end(Buffer.concat(bytes));
      }
      await buffer(request);
      const answer = await mlflow.send({
        method: request.method ?? "GET",
        path: pathname,
        query: Object.fromEntries(searchParams),
      });
      return response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
    })().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
