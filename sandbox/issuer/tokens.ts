import { randomUUID } from "node:crypto";
import { importJWK, SignJWT } from "jose";
import { ALGORITHM, type IssuerKeys } from "./keys";
import { AUDIENCE, BROWSER_CLIENT, personOfLogin, PROGRAM } from "./people";

/** A working day: a person who tries things out wants no second token. */
export const DEFAULT_MINUTES = 480;

/** What makes tokens of the same kind as sign-in does, without one: for programs of the embedded world that play people. */
export async function tokenMaker(
  issuer: string,
  keys: IssuerKeys,
): Promise<(login: unknown, minutes: number) => Promise<string | undefined>> {
  const key = await importJWK(keys.signing, ALGORITHM);
  return async (login, minutes) => {
    const person = personOfLogin(login);
    const program = login === PROGRAM.clientId ? PROGRAM : undefined;
    if (!person && !program) return undefined;
    const at = Math.floor(Date.now() / 1000);
    const client = program?.clientId ?? BROWSER_CLIENT;
    const claims = person
      ? { preferred_username: person.login, auth_time: at, acr: ACR, groups: person.groups }
      : { groups: PROGRAM.groups };
    return new SignJWT({ ...claims, client_id: client, scope: "mlflow" })
      .setProtectedHeader({ alg: ALGORITHM, typ: "at+jwt", kid: keys.signing.kid })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject(person?.subject ?? client)
      .setJti(randomUUID())
      .setIssuedAt(at)
      .setExpirationTime(at + Math.round(minutes * 60))
      .sign(key);
  };
}

/** How people sign in here: by saying who they are. */
export const ACR = "urn:sandbox:by-word";
