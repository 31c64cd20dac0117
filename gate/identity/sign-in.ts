import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as client from "openid-client";
import { z } from "zod";
import type { Principal } from "../principal";
import { Refusal } from "../refusal";
import { localPath, SIGN_IN } from "./local-path";
import { tell, tellWho } from "./pages";
import { provider } from "./provider";
import { requireSameOrigin } from "./same-origin";
import type { SealedCookies } from "./sealed-cookie";
import type { Sessions } from "./session";
import type { IdentitySettings } from "./settings";

/** A sign-in under way has a cookie of its own, so that several tabs can begin at once. */
const COOKIE = "evidence-sign-in-";
const UNDER_WAY_SECONDS = 600;
/** Tabs a browser opens anew when it starts; more would only fill the header. */
const MAX_UNDER_WAY = 8;

const underWay = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

export interface SignInParts {
  readonly settings: Pick<IdentitySettings, "issuer" | "audience" | "signIn" | "now">;
  readonly cookies: SealedCookies;
  readonly sessions: Sessions;
  /** Whose an access token is. */
  readonly principalOf: (accessToken: string) => Promise<Principal>;
  readonly identify: (request: FastifyRequest) => Promise<Principal>;
  readonly signInFor: (request: FastifyRequest) => string | undefined;
}

/**
 * Sign-in of browsers: authorization code with PKCE (RFC 9700), state and nonce. The access token is checked as a
 * program's is, so that there is one way to be somebody; it is then forgotten.
 */
export function registerSignIn(app: FastifyInstance, parts: SignInParts): void {
  const { settings, cookies, sessions, identify, signInFor } = parts;
  const { publicUrl } = settings.signIn;
  const discovered = provider(settings);
  const noStore = (reply: FastifyReply): FastifyReply => reply.header("cache-control", "no-store");

  app.register(async (pages) => {
    // A form's button sends an empty form; nothing here reads a body.
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser("*", { parseAs: "string", bodyLimit: 1024 }, (_, __, done) => done(null));

    pages.get(SIGN_IN.begin, async (request, reply) => {
      const configuration = await discovered().catch((error: Error) => error);
      if (configuration instanceof Error) return issuerDown(reply, settings.issuer, configuration);
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        to: localPath((request.query as { to?: unknown }).to, publicUrl),
      };
      // Browsers send the oldest first.
      const old = cookies.namesIn(request.headers.cookie, COOKIE).slice(0, 1 - MAX_UNDER_WAY);
      noStore(reply).header("set-cookie", [
        ...old.map((name) => cookies.clear(name)),
        await cookies.seal(cookieOf(flow.state), flow, UNDER_WAY_SECONDS),
      ]);
      return reply.redirect((await authorizationUrl(configuration, settings, flow)).href, 303);
    });

    pages.get(SIGN_IN.back, async (request, reply) => {
      const { state } = request.query as { state?: unknown };
      const name = typeof state === "string" && /^[\w-]{20,100}$/.test(state) ? cookieOf(state) : undefined;
      const flow = name && underWay.safeParse(await cookies.open(name, request.headers.cookie)).data;
      if (!name || !flow)
        return tell(
          reply,
          400,
          "This sign-in is over",
          "It was begun more than ten minutes ago, in another browser, or not here.",
        );
      reply.header("set-cookie", cookies.clear(name));
      try {
        const principal = await signedIn(await discovered(), parts, new URL(request.url, publicUrl), flow);
        noStore(reply).header("set-cookie", await sessions.begin(principal));
        return reply.redirect(flow.to, 303);
      } catch (error) {
        return refusedSignIn(reply, error);
      }
    });

    pages.get(SIGN_IN.me, async (request, reply) => {
      noStore(reply);
      const principal = await identify(request).catch((error: unknown) => {
        if (error instanceof Refusal && error.code === "UNAUTHENTICATED") return signInFor(request) ?? error;
        throw error;
      });
      if (principal instanceof Refusal) throw principal;
      if (typeof principal === "string") return reply.redirect(principal, 303);
      if (request.headers.accept?.includes("text/html")) return tellWho(reply, principal);
      const { roles, groups, ...who } = principal;
      return reply.send({ ...who, roles: [...roles], groups: [...groups] });
    });

    pages.post(SIGN_IN.end, async (request, reply) => {
      requireSameOrigin(request, publicUrl);
      reply.header("set-cookie", sessions.end());
      return tell(reply, 200, "Signed out", "Of the gate, not of your identity provider.");
    });
  });
}

const cookieOf = (state: string): string => `${COOKIE}${state.slice(0, 12)}`;

async function authorizationUrl(
  configuration: client.Configuration,
  { audience, signIn }: SignInParts["settings"],
  { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
): Promise<URL> {
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${signIn.publicUrl}${SIGN_IN.back}`,
    scope: signIn.scopes.join(" "),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(signIn.audienceBy !== "scope" && { [signIn.audienceBy]: audience }),
  });
}

async function signedIn(
  configuration: client.Configuration,
  { settings, principalOf }: SignInParts,
  url: URL,
  { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
): Promise<Principal> {
  const { audience, signIn } = settings;
  const tokens = await client.authorizationCodeGrant(
    configuration,
    url,
    { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    signIn.audienceBy === "resource" ? { resource: audience } : undefined,
  );
  const principal = await principalOf(tokens.access_token);
  // Both tokens came in one answer of the issuer. Their subjects may differ: Entra ID names a person for each application.
  const person = tokens.claims();
  return {
    ...principal,
    ...(typeof person?.auth_time === "number" && {
      authenticatedAt: new Date(person.auth_time * 1000).toISOString(),
    }),
    ...(typeof person?.["acr"] === "string" && { acr: person["acr"] }),
  };
}

function refusedSignIn(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof Refusal) return tell(reply, error.status, "Not signed in", error.message);
  if (error instanceof client.AuthorizationResponseError)
    return tell(reply, 401, "Not signed in", `The identity provider says: ${error.error}.`);
  // The library's own errors may hold what the provider sent: their code says enough.
  const code = (error as { code?: unknown }).code;
  return tell(
    reply,
    401,
    "Not signed in",
    `The answer of the identity provider was not accepted (${typeof code === "string" ? code : "unknown"}).`,
  );
}

function issuerDown(reply: FastifyReply, issuer: string, { message }: Error): FastifyReply {
  return tell(reply, 401, "The identity provider does not answer", `${issuer}: ${message}. Try again later.`);
}
