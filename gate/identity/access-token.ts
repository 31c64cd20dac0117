import { errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from "jose";
import { Refusal } from "../refusal";
import { IssuerUnreachable, type KeyOf } from "./issuer-keys";
import type { IdentitySettings } from "./settings";

/** Claims of a token that is the issuer's, for the gate, whole and in time. */
export type Claims = JWTPayload & { readonly sub: string; readonly exp: number; readonly iat: number };

/** What only the issuer can have signed. With a shared secret, whoever checks a token could make one. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];
/** Clocks of two machines. */
const TOLERANCE_SECONDS = 30;
/** A gate that is asked to check megabytes is kept busy by them. */
const MAX_TOKEN_CHARACTERS = 16 * 1024;
/** Header fields by which a token would bring its own key. */
const OWN_KEY = ["jku", "jwk", "x5u", "x5c"] as const;
const ACCESS_TOKEN_TYPES = ["at+jwt", "application/at+jwt"];
const ANY_TOKEN_TYPES = ["jwt", "application/jwt"];
/** Only an ID token has these; some issuers put `nonce` into access tokens, and mark those as such. */
const ID_TOKEN_CLAIMS = ["nonce", "at_hash", "c_hash", "s_hash"] as const;

export type VerifyToken = (token: string) => Promise<Claims>;

/**
 * Checks access tokens (RFC 9068, and what issuers made before it).
 * @throws Refusal UNAUTHENTICATED that says what is wrong, and never repeats the token
 */
export function tokenVerifier(
  settings: Pick<IdentitySettings, "issuer" | "audience" | "clients" | "maxTokenAgeSeconds">,
  keyOf: KeyOf,
  now: () => Date,
): VerifyToken {
  const { issuer, audience, clients, maxTokenAgeSeconds } = settings;
  return async (token) => {
    if (token.length > MAX_TOKEN_CHARACTERS) throw no(`it is longer than ${MAX_TOKEN_CHARACTERS} characters`);
    const { payload, protectedHeader } = await jwtVerify(token, keyByName(keyOf), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: maxTokenAgeSeconds,
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: now(),
    }).catch((error: unknown) => {
      throw reasonOf(error, settings);
    });
    refuseOtherKinds(payload, protectedHeader);
    const claims = withSubject(payload);
    const client = clientOf(claims);
    if (clients && (client === undefined || !clients.includes(client)))
      throw no(
        `it was issued to client ${client ?? "unknown"}, and the gate takes those of ${clients.join(", ")}`,
      );
    return claims;
  };
}

/** The client a token was issued to, as different issuers say it. */
export function clientOf(claims: JWTPayload): string | undefined {
  const named = ["azp", "client_id", "appid", "cid"]
    .map((claim) => claims[claim])
    .filter((value) => value !== undefined);
  const [first, ...others] = named;
  if (first === undefined) return undefined;
  if (typeof first !== "string" || others.some((other) => other !== first))
    throw no("its claims name several clients");
  return first;
}

const keyByName =
  (keyOf: KeyOf): KeyOf =>
  (header, token) => {
    const own = OWN_KEY.find((field) => header[field] !== undefined);
    if (own) throw no(`its header brings a key (${own}): the gate takes keys from the issuer alone`);
    if (typeof header.kid !== "string" || header.kid === "") throw no("its header names no key (kid)");
    return keyOf(header, token);
  };

function refuseOtherKinds(payload: JWTPayload, header: JWTVerifyResult["protectedHeader"]): void {
  const type = header.typ?.toLowerCase();
  if (type !== undefined && !ACCESS_TOKEN_TYPES.includes(type) && !ANY_TOKEN_TYPES.includes(type))
    throw no(`it is no access token but of type ${shown(header.typ)}`);
  // Keycloak and Cognito say it in a claim.
  const kind = payload["typ"] ?? payload["token_use"];
  if (kind !== undefined && kind !== "Bearer" && kind !== "access")
    throw no(`it is no access token but of kind ${shown(kind)}`);
  const marked = kind !== undefined || (type !== undefined && ACCESS_TOKEN_TYPES.includes(type));
  const idTokenClaim = ID_TOKEN_CLAIMS.find((claim) => payload[claim] !== undefined);
  if (!marked && idTokenClaim)
    throw no(
      `it is an ID token (claim ${idTokenClaim}), which tells a client who signed in; send an access token`,
    );
  if (payload["cnf"] !== undefined)
    throw no(
      "it is bound to a key of its holder (claim cnf), which the gate cannot check; ask for a bearer token",
    );
}

function withSubject(payload: JWTPayload): Claims {
  const { sub } = payload;
  if (typeof sub !== "string" || !/^\P{Cc}{1,255}$/u.test(sub))
    throw no("its subject (sub) is no name of 1 to 255 characters");
  return payload as Claims;
}

function reasonOf(
  error: unknown,
  { issuer, audience, maxTokenAgeSeconds }: Parameters<typeof tokenVerifier>[0],
): unknown {
  if (error instanceof Refusal) return error;
  if (error instanceof IssuerUnreachable)
    return new Refusal(
      "UNAUTHENTICATED",
      `the identity provider ${issuer} cannot be asked for its keys: ${error.message}. Nobody new can be recognised until it answers; try again then`,
    );
  if (error instanceof errors.JWTExpired)
    return no(
      error.claim === "iat"
        ? `it is older than ${Math.floor(maxTokenAgeSeconds / 60)} minutes; get a new one`
        : "it has expired; get a new one",
    );
  if (error instanceof errors.JWTClaimValidationFailed)
    return no(
      CLAIM_REASONS[error.claim]?.(issuer, audience) ?? `its claim ${error.claim} is not as it must be`,
    );
  if (error instanceof errors.JOSEAlgNotAllowed)
    return no(`its algorithm is not one the gate takes (${ALGORITHMS.join(", ")})`);
  if (error instanceof errors.JWKSNoMatchingKey) return no(`its key is not one of ${issuer}`);
  if (error instanceof errors.JWSSignatureVerificationFailed) return no("its signature is wrong");
  if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError)
    return no("it is not a signed JWT that the gate can read");
  return error;
}

const CLAIM_REASONS: Readonly<Record<string, (issuer: string, audience: string) => string>> = {
  iss: (issuer) => `it is not of issuer ${issuer}`,
  aud: (_, audience) => `it is not for ${audience} (claim aud)`,
  nbf: () => "it is not valid yet (nbf)",
  iat: () => "it says it was issued in the future (iat), or not when",
  exp: () => "it has no end (exp)",
  sub: () => "it names nobody (sub)",
};

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 40);

function no(what: string): Refusal {
  return new Refusal("UNAUTHENTICATED", `the access token is refused: ${what}`);
}
