import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Principal } from "../principal";
import { Refusal } from "../refusal";
import { tokenVerifier } from "./access-token";
import { issuerKeys } from "./issuer-keys";
import { SIGN_IN } from "./local-path";
import { principalOf } from "./principal-of";
import { requireSameOrigin } from "./same-origin";
import { sealedCookies } from "./sealed-cookie";
import { seenTokens } from "./seen-tokens";
import { sessions } from "./session";
import type { IdentitySettings } from "./settings";
import { registerSignIn } from "./sign-in";

/** As much of a request as tells who it comes from. */
export interface Identifiable {
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

export interface Identity {
  /**
   * Who a request comes from: by its bearer token, else by the browser's session.
   * @throws Refusal UNAUTHENTICATED for nobody; PERMISSION_DENIED for somebody without a role, or a foreign page
   */
  identify(request: Identifiable): Promise<Principal>;
  /** Where a person's browser is sent whose request had no identity; `undefined` for programs, which get the refusal. */
  signInFor(request: Identifiable): string | undefined;
  /** Mounts the pages of sign-in. They need no identity before them. */
  register(app: FastifyInstance): void;
}

const HOW_TO =
  "set MLFLOW_TRACKING_TOKEN to an access token of your identity provider, or sign in with a browser";

export function createIdentity(settings: IdentitySettings): Identity {
  const now = settings.now ?? (() => new Date());
  const seconds = (): number => now().getTime() / 1000;
  const { issuer, signIn } = settings;
  const verify = tokenVerifier(settings, issuerKeys(issuer, seconds), now);
  const byToken = seenTokens(seconds, async (token) => {
    const claims = await verify(token);
    return { principal: principalOf(issuer, claims, settings), expiresAt: claims.exp };
  });
  const cookies = sealedCookies(signIn.sessionKeys, signIn.publicUrl, now);
  const browsers = sessions(settings, cookies);

  const identify = async (request: Identifiable): Promise<Principal> => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return byToken(bearerToken(authorization));
    const principal = await browsers.principalIn(cookie);
    if (!principal)
      throw new Refusal("UNAUTHENTICATED", `this request says of nobody who it is from: ${HOW_TO}`);
    requireSameOrigin(request, signIn.publicUrl);
    return principal;
  };

  const signInFor: Identity["signInFor"] = ({ headers, method, url }) =>
    method === "GET" &&
    headers.authorization === undefined &&
    (headers["sec-fetch-mode"] ?? "navigate") === "navigate" &&
    headers.accept?.includes("text/html")
      ? `${SIGN_IN.begin}?to=${encodeURIComponent(url)}`
      : undefined;

  return {
    identify,
    signInFor,
    register: (app) =>
      registerSignIn(app, {
        settings,
        cookies,
        sessions: browsers,
        principalOf: byToken,
        identify,
        signInFor,
      }),
  };
}

function bearerToken(authorization: string): string {
  const [scheme = "", token = "", ...rest] = authorization.split(" ");
  switch (scheme.toLowerCase()) {
    case "bearer":
      if (rest.length === 0 && /^[\w-]+\.[\w-]*\.[\w-]*$/.test(token)) return token;
      throw new Refusal("UNAUTHENTICATED", `the bearer token is no signed JWT: ${HOW_TO}`);
    case "basic":
      throw new Refusal(
        "UNAUTHENTICATED",
        `user name and password (MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD) are not taken here, and the client prefers them to a token, so unset them: ${HOW_TO}`,
      );
    default:
      throw new Refusal("UNAUTHENTICATED", `this kind of authorization is not taken here: ${HOW_TO}`);
  }
}
