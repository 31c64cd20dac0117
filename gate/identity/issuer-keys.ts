import {
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from "jose";
import { z } from "zod";

/** A key as a token's header names it. */
export type KeyOf = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** The issuer cannot be asked, or answers something else than the standard has. */
export class IssuerUnreachable extends Error {}

/** Keys older than this are asked for again, beside the requests that use them. */
const FRESH_SECONDS = 600;
/** An issuer that is down must not stop training that goes on; one that withdrew a key must be heard of within a day. */
const USABLE_SECONDS = 86_400;
/** A token with an unknown key makes the gate ask again, but not oftener: anybody can make such tokens. */
const COOLDOWN_SECONDS = 30;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });
const jwks = z.object({ keys: z.array(z.object({ kty: z.string() }).loose()) });

interface KnownKeys {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly since: number;
}

/**
 * Public keys of an issuer, found by discovery, remembered, and asked for again when they are old or one is unknown.
 * @param now seconds
 */
export function issuerKeys(issuer: string, now: () => number): KeyOf {
  let known: KnownKeys | undefined;
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;
  let failure = "";

  /** One question at a time; never throws, `failure` says how it went. */
  const ask = (): Promise<void> =>
    (asking ??= (async () => {
      askedAt = now();
      try {
        const { keys } = await readKeys(issuer);
        known = { find: createLocalJWKSet({ keys }), since: now() };
        failure = "";
      } catch (error) {
        failure = reasonOf(error);
      }
    })().finally(() => (asking = undefined)));
  const askUnlessJustAsked = async (): Promise<void> => {
    if (asking || now() - askedAt >= COOLDOWN_SECONDS) await ask();
  };
  const find: KeyOf = (header, token) => {
    if (!known || now() - known.since > USABLE_SECONDS)
      throw new IssuerUnreachable(failure || `${issuer} was asked for its keys a moment ago`);
    return known.find(header, token);
  };

  return async (header, token) => {
    const age = known ? now() - known.since : Infinity;
    if (age > USABLE_SECONDS) await askUnlessJustAsked();
    else if (age > FRESH_SECONDS) void askUnlessJustAsked();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await askUnlessJustAsked();
      return find(header, token);
    }
  };
}

async function readKeys(issuer: string) {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const provider = discovered.parse(await readJson(address));
  if (provider.issuer !== issuer)
    throw new Error(
      `${address} is of issuer ${provider.issuer}: the address in the gate's settings is not its name`,
    );
  // Where the issuer has TLS, keys that came without it could be anybody's.
  if (new URL(provider.jwks_uri).protocol !== new URL(issuer).protocol)
    throw new Error(`${provider.jwks_uri}: keys of an issuer with TLS come with TLS`);
  const { keys } = jwks.parse(await readJson(provider.jwks_uri));
  // A shared secret published among the keys would let everybody sign.
  return { keys: keys.filter((key) => key.kty !== "oct") };
}

async function readJson(address: string): Promise<unknown> {
  const response = await fetch(address, {
    redirect: "error",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`${address} answers more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return "its answer is not what OpenID Connect discovery says";
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
