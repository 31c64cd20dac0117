import { parse, serialize } from "cookie";
import { EncryptJWT, jwtDecrypt, type JWTPayload } from "jose";

/** Browsers drop longer cookies without a word. */
export const MAX_COOKIE_CHARACTERS = 4000;

/** Cookies whose content only the gate can read or make: what a browser keeps for it between requests. */
export interface SealedCookies {
  /** @returns a value of `Set-Cookie` */
  seal(name: string, content: JWTPayload, seconds: number): Promise<string>;
  /** The content, or `undefined` where there is none, none of ours, or one that is over. */
  open(name: string, header: string | undefined): Promise<JWTPayload | undefined>;
  /** @returns a value of `Set-Cookie` that removes it */
  clear(name: string): string;
  /** Cookies of a request whose names begin so, without the prefix browsers know. */
  namesIn(header: string | undefined, prefix: string): readonly string[];
}

/**
 * @param keys 32 bytes each: the first one seals, all open, so that a key can be replaced while people are signed in
 * @param origin where the cookies are for
 */
export function sealedCookies(keys: readonly Uint8Array[], origin: string, now: () => Date): SealedCookies {
  const secure = origin.startsWith("https:");
  // With this prefix a browser takes a cookie over TLS only, and from no other host of the domain.
  const full = (name: string): string => (secure ? `__Host-${name}` : name);
  const set = (name: string, value: string, maxAge: number): string =>
    serialize(full(name), value, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge });
  const [current] = keys;
  if (!current) throw new Error("no key for cookies");

  return {
    async seal(name, content, seconds) {
      const at = Math.floor(now().getTime() / 1000);
      const value = await new EncryptJWT(content)
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        // One kind of cookie is not taken for another, nor one of another gate for ours.
        .setSubject(name)
        .setAudience(origin)
        .setIssuedAt(at)
        .setExpirationTime(at + seconds)
        .encrypt(current);
      return set(name, value, seconds);
    },
    async open(name, header) {
      const value = header === undefined ? undefined : parse(header)[full(name)];
      if (!value) return undefined;
      for (const key of keys) {
        const opened = await jwtDecrypt(value, key, {
          subject: name,
          audience: origin,
          currentDate: now(),
          requiredClaims: ["exp"],
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
        }).catch(() => undefined);
        if (opened) return opened.payload;
      }
      return undefined;
    },
    clear: (name) => set(name, "", 0),
    namesIn(header, prefix) {
      const names = header === undefined ? [] : Object.keys(parse(header));
      return names.filter((name) => name.startsWith(full(prefix))).map((name) => name.slice(full("").length));
    },
  };
}
