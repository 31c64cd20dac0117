import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provider } from "oidc-provider";
import { z } from "zod";
import { issuerKeysIn } from "./keys";
import { PEOPLE, personOfLogin } from "./people";
import { providerOf, SIGN_IN_PATH } from "./provider";
import { ACR, DEFAULT_MINUTES, tokenMaker } from "./tokens";

export interface RunningIssuer {
  /** Its name: claim `iss`, and the address below which it is found. */
  readonly url: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 10_000;

const tokenRequest = z.strictObject({
  login: z.string(),
  minutes: z.number().min(-1440).max(1440).default(DEFAULT_MINUTES),
});

/**
 * Starts the issuer of the embedded world on 127.0.0.1. Whoever reaches it can be anybody there: it is for this machine
 * alone.
 * @param dir folder of its keys, made at the first start
 */
export async function startIssuer(dir: string, { port = 0 }: { port?: number } = {}): Promise<RunningIssuer> {
  const keys = await issuerKeysIn(dir);
  const server = createServer();
  const url = await listening(server, port);
  const provider = await providerOf(url, keys);
  provider.on("server_error", (_, error) => console.error(error));
  const oidc = provider.callback();
  const token = await tokenMaker(url, keys);

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const answering =
      path === "/__sandbox/health"
        ? answer(response, 200, { status: "ok" })
        : path === "/__sandbox/token" && request.method === "POST"
          ? giveToken(request, response, token)
          : path.startsWith(SIGN_IN_PATH)
            ? signIn(provider, request, response)
            : Promise.resolve(oidc(request, response));
    answering.catch((error: Error) => {
      if (!response.headersSent) void answer(response, 400, { error: error.message });
    });
  });
  return {
    url,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function listening(server: Server, port: number): Promise<string> {
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function giveToken(
  request: IncomingMessage,
  response: ServerResponse,
  token: Awaited<ReturnType<typeof tokenMaker>>,
): Promise<void> {
  const { login, minutes } = tokenRequest.parse(JSON.parse(await bodyOf(request)));
  const made = await token(login, minutes);
  if (made === undefined) return answer(response, 404, { error: `nobody here has login ${login}` });
  return answer(response, 200, { access_token: made, token_type: "Bearer", expires_in: minutes * 60 });
}

/** The page asks who one is, and believes it. */
async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method === "POST") {
    const person = personOfLogin(new URLSearchParams(await bodyOf(request)).get("login"));
    if (person)
      return provider.interactionFinished(request, response, {
        login: { accountId: person.subject, acr: ACR },
      });
  }
  const buttons = PEOPLE.map(
    ({ login, groups }) =>
      `<p><button name="login" value="${login}">${login}</button> ${groups.join(", ") || "no group"}</p>`,
  ).join("");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  response.end(
    `<!doctype html><html lang="en"><title>Sign in (sandbox)</title><h1>Who are you?</h1><form method="post">${buttons}</form></html>`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("the body is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(response: ServerResponse, status: number, body: unknown): Promise<void> {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
