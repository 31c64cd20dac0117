import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
} from "jose";
import type { IdentitySettings } from "../../../gate/identity";

export const AUDIENCE = "https://mlflow.test.example.org";

/** An issuer of one test: publishes what the test says, and signs whatever it is asked to. */
export interface LocalIssuer {
  readonly url: string;
  /** What it publishes; tests change it. */
  readonly published: JWK[];
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** Answers 503 while true. */
  down: boolean;
  /** Claims and header are what a good access token has, and then what is given. `undefined` leaves one out. */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: CryptoKey): Promise<string>;
  newKey(kid: string, alg?: string): Promise<{ readonly key: CryptoKey; readonly jwk: JWK }>;
  stop(): Promise<void>;
}

export async function startLocalIssuer(now: () => Date): Promise<LocalIssuer> {
  const published: JWK[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (issuer.down) return answer(response, 503, {});
    if (request.url === "/.well-known/openid-configuration")
      return answer(response, 200, { issuer: url, jwks_uri: `${url}/jwks` });
    return answer(response, 200, { keys: published });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const newKey: LocalIssuer["newKey"] = async (kid, alg = "RS256") => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    return { key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
  };
  const first = await newKey("first");
  published.push(first.jwk);

  const issuer: LocalIssuer = {
    url,
    published,
    asked,
    down: false,
    newKey,
    sign: (claims = {}, header = {}, key = first.key) => {
      const at = Math.floor(now().getTime() / 1000);
      const good = {
        iss: url,
        aud: AUDIENCE,
        sub: "p-1",
        preferred_username: "anna",
        groups: ["engineers"],
        client_id: "cli",
        iat: at,
        exp: at + 300,
        jti: "token-1",
      };
      return new SignJWT(defined({ ...good, ...claims }))
        .setProtectedHeader(
          defined({ alg: "RS256", typ: "at+jwt", kid: "first", ...header }) as unknown as JWTHeaderParameters,
        )
        .sign(key);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return issuer;
}

export const settingsFor = (
  issuer: string,
  now: () => Date,
  changed: Partial<IdentitySettings> = {},
): IdentitySettings => ({
  issuer,
  audience: AUDIENCE,
  claims: { groups: "groups", name: "preferred_username" },
  roles: {
    reader: ["readers"],
    trainer: ["engineers"],
    service: ["programs"],
    approver: ["approvers"],
  },
  services: { clients: [], claims: [] },
  maxTokenAgeSeconds: 3600,
  signIn: {
    clientId: "browser",
    publicUrl: "https://mlflow.test.example.org",
    scopes: ["openid", "profile", "mlflow"],
    audienceBy: "scope",
    sessionSeconds: 600,
    sessionKeys: [new Uint8Array(32).fill(7)],
  },
  now,
  ...changed,
});

/** A clock that stands until it is moved. */
export function stoppedClock(): { now: () => Date; forward(seconds: number): void } {
  let at = Date.now();
  return { now: () => new Date(at), forward: (seconds) => (at += seconds * 1000) };
}

const defined = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
