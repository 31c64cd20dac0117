import { createPublicKey } from "node:crypto";
import { generateKeyPair, type JWK, SignJWT } from "jose";
import { AUDIENCE } from "../../../sandbox/issuer/people";
import { attack, TRANSITION, toProduction, type Attack } from "./attack";
import { WHO, type Aim } from "./besieged";
import { spoken } from "./wire";

type Claims = Record<string, unknown>;

const base64 = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Claims of an approver, as the issuer would give them. */
const approver = ({ issuer }: Aim): Claims => {
  const at = Math.floor(Date.now() / 1000);
  return {
    iss: issuer.url,
    aud: AUDIENCE,
    sub: "p-ben",
    preferred_username: "ben",
    groups: ["ml-approvers", "ml-engineers"],
    client_id: "cli",
    iat: at,
    exp: at + 300,
    jti: "t",
  };
};

const withToken = (
  name: string,
  token: (aim: Aim) => string | Promise<string>,
  headers?: (token: string) => readonly string[],
): Attack => ({
  name,
  bytes: async (aim) => {
    const made = await token(aim);
    return spoken({
      target: TRANSITION,
      body: JSON.stringify(toProduction(aim)),
      ...(headers ? { headers: headers(made) } : { token: made }),
    });
  },
});

const signed = (name: string, claims: (aim: Aim) => Claims, header: Record<string, unknown> = {}): Attack =>
  withToken(name, (aim) => aim.issuer.sign({ ...approver(aim), ...claims(aim) }, header));

const unsigned = (alg: string): Attack =>
  withToken(
    `a token signed by "${alg}"`,
    (aim) => `${base64({ alg, typ: "at+jwt", kid: "first" })}.${base64(approver(aim))}.`,
  );

/** A token that the attacker signed with a key of its own, and says in the header where the key is. */
const ownKey = (name: string, header: (jwk: JWK, aim: Aim) => Record<string, unknown>): Attack =>
  withToken(name, async (aim) => {
    const { key, jwk } = await aim.issuer.newKey("attackers");
    return aim.issuer.sign(approver(aim), header(jwk, aim), key);
  });

/** The public key taken for a shared secret. */
const confused = (format: "pem" | "der" | "jwk"): Attack =>
  withToken(`the public key as a secret, ${format}`, (aim) => {
    const jwk = aim.issuer.published[0] as JWK;
    const key = createPublicKey({ key: jwk as never, format: "jwk" });
    const secret =
      format === "jwk"
        ? Buffer.from(JSON.stringify(jwk))
        : Buffer.from(key.export({ type: "spki", format: format as "pem" }) as never);
    return new SignJWT(approver(aim))
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "first" })
      .sign(secret);
  });

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

export const TOKENS: readonly Attack[] = [
  ...(Object.keys(WHO) as (keyof typeof WHO)[]).map((as) => attack(`as ${as}`, { as })),
  ...["none", "None", "NONE", "nOnE", "", "HS256"].map(unsigned),
  ...(["pem", "der", "jwk"] as const).map(confused),
  ownKey("a key of its own under the issuer's id", () => ({ kid: "first" })),
  ownKey("a key of its own in the header", (jwk) => ({ kid: "attackers", jwk })),
  ownKey("a key of its own at an address", () => ({ kid: "attackers", jku: "http://127.0.0.1:1/jwks" })),
  ownKey("a certificate of its own", () => ({
    kid: "attackers",
    x5u: "http://127.0.0.1:1/x",
    x5c: ["AAAA"],
  })),
  ...["../../../../dev/null", "' OR 1=1 --", "", "first\0"].map((kid) =>
    ownKey(`a key called ${JSON.stringify(kid)}`, () => ({ kid })),
  ),
  withToken("a key of another kind", async (aim) => {
    const { privateKey } = await generateKeyPair("ES256");
    return new SignJWT(approver(aim))
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: "first" })
      .sign(privateKey);
  }),
  withToken("claims changed after signing", async (aim) => {
    const [header, , signature] = (await aim.issuer.sign(approver(aim))).split(".");
    return `${header}.${base64({ ...approver(aim), sub: "somebody-else" })}.${signature}`;
  }),
  withToken("a signature cut off", async (aim) =>
    (await aim.issuer.sign(approver(aim))).replace(/\.[^.]*$/, "."),
  ),
  withToken("half a signature", async (aim) => (await aim.issuer.sign(approver(aim))).slice(0, -20)),
  signed("a token of yesterday", () => ({ iat: seconds(-90_000), exp: seconds(-86_400) })),
  signed("a token that has just expired", () => ({ iat: seconds(-600), exp: seconds(-120) })),
  signed("a token of tomorrow", () => ({ nbf: seconds(86_400) })),
  signed("a token issued in the future", () => ({ iat: seconds(86_400), exp: seconds(86_700) })),
  signed("a token that never expires", () => ({ exp: undefined })),
  signed("a token that expires in a hundred years", () => ({ exp: seconds(3_000_000_000) })),
  signed("an expiry that is a text", () => ({ exp: "9999999999" })),
  signed("another audience", () => ({ aud: "https://other.example.org" })),
  signed("a list of other audiences", () => ({ aud: ["a", "b"] })),
  signed("no audience", () => ({ aud: undefined })),
  signed("an audience that begins like ours", () => ({ aud: `${AUDIENCE}.evil.example.org` })),
  signed("the client as the audience: an ID token", () => ({ aud: "mlflow-browser", nonce: "n" }), {
    typ: "JWT",
  }),
  signed("another issuer", () => ({ iss: "https://evil.example.org" })),
  signed("our issuer with a slash more", ({ issuer }) => ({ iss: `${issuer.url}/` })),
  signed("no issuer", () => ({ iss: undefined })),
  signed("no subject", () => ({ sub: undefined })),
  signed("an empty subject", () => ({ sub: "" })),
  signed("groups in one text", () => ({ groups: "ml-approvers,ml-engineers" })),
  signed("groups in another case", () => ({ groups: ["ML-Approvers", "ML-ENGINEERS"] })),
  signed("no groups", () => ({ groups: [] })),
  signed("a token of another kind", () => ({}), { typ: "logout+jwt" }),
  withToken(
    "a token in the query",
    (aim) => aim.tokens.both ?? "",
    () => [],
  ),
  withToken(
    "a token in a cookie",
    (aim) => aim.tokens.both ?? "",
    (token) => [`Cookie: token=${token}; access_token=${token}; session=${token}`],
  ),
  withToken(
    "a session that is no session",
    () => Buffer.alloc(200, 9).toString("base64url"),
    (session) => [
      `Cookie: __Host-evidence-session=${session}; evidence-session=${session}; evidence_session=${session}`,
    ],
  ),
  withToken(
    "a token in another header",
    (aim) => aim.tokens.both ?? "",
    (token) => [`X-Authorization: Bearer ${token}`, `Proxy-Authorization: Bearer ${token}`],
  ),
  withToken(
    "name and password",
    () => Buffer.from("ben:password").toString("base64"),
    (word) => [`Authorization: Basic ${word}`],
  ),
  withToken(
    "two tokens in one header",
    (aim) => aim.tokens.reader ?? "",
    (token) => [`Authorization: Bearer ${token}, Bearer ${token}`],
  ),
  withToken(
    "two headers with tokens",
    (aim) => aim.tokens.reader ?? "",
    (token) => [`Authorization: Bearer ${token}`, `authorization: Bearer ${token}`],
  ),
  withToken("a token of 40,000 characters", () => "a".repeat(40_000)),
  withToken("no JWT at all", () => "ben"),
  withToken("five parts", () => "a.b.c.d.e"),
];

const decision = (name: string, as: keyof typeof WHO, path: string, body: (aim: Aim) => object): Attack =>
  attack(name, { as, target: `/evidence/v1/${path}`, body });
const assessed = { modification: { class: "predetermined", why: "foreseen in the conformity assessment" } };

/** The gate's own API, by those who may not decide. */
export const DECISIONS: readonly Attack[] = [
  ...(["nobody", "reader", "trainer", "program", "both"] as const).flatMap((as) => [
    decision(`an approval as ${as}`, as, "approvals", ({ model: name }) => ({
      name,
      version: "2",
      ...assessed,
    })),
    decision(`a promotion as ${as}`, as, "promotions", ({ model: name }) => ({
      name,
      version: "2",
      door: { kind: "stage", name: "Production" },
    })),
    decision(`a promotion by the alias as ${as}`, as, "promotions", ({ model: name }) => ({
      name,
      version: "2",
      door: { kind: "alias", name: "champion" },
    })),
    decision(`break-glass as ${as}`, as, "break-glass", ({ model: name }) => ({
      name,
      version: "2",
      reason: "it is urgent, believe me",
      until: new Date(Date.now() + 3_600_000).toISOString(),
    })),
  ]),
  ...(
    [
      ["as nobody", "nobody", ({ run }) => run],
      ["of a run in capitals", "reader", ({ run }) => run.toUpperCase().replace(/[0-9]/g, "A")],
      ["of a run with a blank", "reader", ({ run }) => `${run}%20`],
      ["with a filter for MLflow", "reader", () => "x'%20or%20run_id%20like%20'%25"],
      [
        "with a step up",
        "reader",
        ({ run }) => `..%2f..%2f..%2fapi%2f2.0%2fmlflow%2fruns%2fget%3frun_id=${run}`,
      ],
      ["with more below it", "reader", ({ run }) => `${run}/delete`],
    ] as const satisfies readonly (readonly [string, keyof typeof WHO, (aim: Aim) => string])[]
  ).map(([name, as, id]) =>
    attack(`a preflight ${name}`, {
      as,
      method: "GET",
      target: (aim) => `/evidence/v1/preflight/${id(aim)}`,
      body: "",
    }),
  ),
  ...(["POST", "PUT", "PATCH", "DELETE", "HEAD"] as const).map((method) =>
    attack(`a preflight by ${method}`, {
      method,
      target: ({ run }) => `/evidence/v1/preflight/${run}`,
      body: ({ run }) => ({ run, ok: true }),
    }),
  ),
  decision("an approval in somebody's name", "trainer", "approvals", ({ model: name }) => ({
    name,
    version: "2",
    ...assessed,
    principal: { subject: "p-ben" },
  })),
  decision("a promotion with an approval of its own", "trainer", "promotions", ({ model: name }) => ({
    name,
    version: "2",
    door: { kind: "stage", name: "Production" },
    approval: "x",
  })),
  decision("a revocation of what is not there", "both", "approvals/none/revoke", () => ({
    reason: "no reason at all",
  })),
];
