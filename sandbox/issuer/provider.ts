import type { Context, Provider, Token } from "oidc-provider";
import { ALGORITHM, type IssuerKeys } from "./keys";
import { AUDIENCE, BROWSER_CLIENT, personOfSubject, PROGRAM } from "./people";

/** Path of the sign-in page, followed by the id of the interaction. */
export const SIGN_IN_PATH = "/sign-in/";

/** The identity provider of the embedded world: oidc-provider, with a page that asks for a login alone. */
export async function providerOf(issuer: string, keys: IssuerKeys): Promise<Provider> {
  const { Provider, interactionPolicy } = await import("oidc-provider");
  const policy = interactionPolicy.base();
  // The gate is of the same house: nobody is asked whether it may know who they are.
  policy.remove("consent");
  return new Provider(issuer, {
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookies] },
    clients: [
      {
        client_id: BROWSER_CLIENT,
        // Of a native application the port is free: the gate's is not known before it starts.
        application_type: "native",
        redirect_uris: ["http://127.0.0.1/evidence/callback", "http://localhost/evidence/callback"],
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
      {
        client_id: PROGRAM.clientId,
        client_secret: PROGRAM.clientSecret,
        redirect_uris: [],
        grant_types: ["client_credentials"],
        response_types: [],
      },
    ],
    pkce: { required: () => true },
    scopes: ["openid", "profile", "mlflow"],
    claims: { openid: ["sub"], profile: ["preferred_username"], acr: null, auth_time: null, iss: null },
    acrValues: [],
    interactions: { policy, url: (_: Context, { uid }: { uid: string }) => `${SIGN_IN_PATH}${uid}` },
    findAccount: (_: Context, subject: string) => {
      const person = personOfSubject(subject);
      return (
        person && {
          accountId: subject,
          claims: () => ({ sub: subject, preferred_username: person.login, groups: person.groups }),
        }
      );
    },
    loadExistingGrant,
    extraTokenClaims: ({ oidc }: Context, token: Token) => {
      const person = personOfSubject(token.accountId);
      return person
        ? {
            preferred_username: person.login,
            groups: person.groups,
            auth_time: oidc.entities.AuthorizationCode?.authTime,
          }
        : { groups: PROGRAM.groups };
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "mlflow",
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: 3600,
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
    },
    ttl: {
      Session: 86_400,
      Interaction: 600,
      Grant: 86_400,
      IdToken: 3600,
      ClientCredentials: 3600,
      AccessToken: 3600,
    },
  });
}

async function loadExistingGrant({ oidc }: Context): Promise<unknown> {
  const grant = new oidc.provider.Grant({
    accountId: oidc.session.accountId,
    clientId: oidc.client.clientId,
  });
  grant.addOIDCScope("openid profile");
  grant.addResourceScope(AUDIENCE, "mlflow");
  await grant.save();
  return grant;
}
