import { createHmac } from "node:crypto";
import { exportSPKI, importJWK, type CryptoKey } from "jose";
import { createIdentity, type Identity } from "../../../gate/identity";
import { type LocalIssuer, settingsFor, startLocalIssuer, stoppedClock } from "./local-issuer";

const clock = stoppedClock();
let issuer: LocalIssuer;
let identity: Identity;

beforeAll(async () => {
  issuer = await startLocalIssuer(clock.now);
  identity = createIdentity(settingsFor(issuer.url, clock.now, { clients: ["cli", "ci"] }));
});
afterAll(() => issuer.stop());

const as = (authorization: string | undefined) =>
  identity.identify({
    headers: authorization === undefined ? {} : { authorization },
    method: "GET",
    url: "/",
  });
const bearing = async (...token: Parameters<LocalIssuer["sign"]>) =>
  as(`Bearer ${await issuer.sign(...token)}`);
const at = (seconds: number): number => Math.floor(clock.now().getTime() / 1000) + seconds;
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const unauthenticated = (words: RegExp) =>
  expect.objectContaining({
    code: "UNAUTHENTICATED",
    status: 401,
    message: expect.stringMatching(words) as string,
  });

test("An access token of the issuer names its holder, and nothing of what the client says does", async () => {
  expect(await bearing({ auth_time: at(-60), acr: "mfa" })).toEqual({
    issuer: issuer.url,
    subject: "p-1",
    name: "anna",
    kind: "person",
    roles: new Set(["trainer"]),
    groups: new Set(["engineers"]),
    tokenId: "token-1",
    authenticatedAt: new Date(at(-60) * 1000).toISOString(),
    acr: "mfa",
    via: "bearer",
  });
});

test.each([
  ["by an issuer of before RFC 9068", {}, { typ: "JWT" }],
  ["without a type", {}, { typ: undefined }],
  ["with the type's long spelling", {}, { typ: "application/at+jwt" }],
  ["for several audiences", { aud: ["https://other.example.org", "https://mlflow.test.example.org"] }, {}],
  ["by Keycloak, which repeats the nonce and says its kind", { typ: "Bearer", nonce: "n" }, { typ: "JWT" }],
  ["by a clock that is a little ahead", { iat: at(20), nbf: at(20) }, {}],
  ["whose client is named twice, equally", { azp: "cli" }, {}],
])("A token is taken that was issued %s", async (_, claims, header) => {
  expect((await bearing(claims, header)).subject).toBe("p-1");
});

test.each([
  ["has expired", { exp: at(-31) }, {}, /expired/],
  ["has no end", { exp: undefined }, {}, /\(exp\)/],
  ["does not say when it was issued", { iat: undefined }, {}, /\(iat\)/],
  ["was issued in the future", { iat: at(600) }, {}, /\(iat\)/],
  [
    "is older than the gate takes, though it has not expired",
    { iat: at(-3700), exp: at(300) },
    {},
    /60 minutes/,
  ],
  ["is not valid yet", { nbf: at(600) }, {}, /nbf/],
  ["is for somebody else", { aud: "https://other.example.org" }, {}, /aud/],
  ["is for nobody", { aud: undefined }, {}, /aud/],
  ["names another issuer", { iss: "https://evil.example.org" }, {}, /not of issuer/],
  ["names the issuer with a slash more", { iss: "SLASH" }, {}, /not of issuer/],
  ["names nobody", { sub: undefined }, {}, /\(sub\)/],
  ["names somebody with a line break", { sub: "p-1\nadmin" }, {}, /subject/],
  ["names somebody with an empty name", { sub: "" }, {}, /subject/],
  ["is an ID token by its kind", { typ: "ID" }, { typ: "JWT" }, /kind "ID"/],
  ["is an ID token of Cognito", { token_use: "id" }, { typ: undefined }, /kind "id"/],
  ["is an ID token by its nonce", { nonce: "n" }, { typ: "JWT" }, /ID token/],
  ["is an ID token by its hash", { at_hash: "h" }, { typ: undefined }, /ID token/],
  ["is a refresh token", { typ: "Refresh" }, { typ: "JWT" }, /kind/],
  ["is a logout token", {}, { typ: "logout+jwt" }, /type "logout\+jwt"/],
  ["is bound to a key that the gate cannot check", { cnf: { jkt: "x" } }, {}, /cnf/],
  ["was issued to another client", { client_id: "other" }, {}, /client other/],
  ["was issued to no client", { client_id: undefined }, {}, /client unknown/],
  ["names two clients", { azp: "cli", client_id: "ci" }, {}, /several clients/],
  ["has a critical extension", {}, { crit: ["exp2"], exp2: 1 }, /cannot read|can read/],
  ["names no key", {}, { kid: undefined }, /\(kid\)/],
  ["brings its key along", {}, { jwk: { kty: "RSA" } }, /\(jwk\)/],
  ["says where its key is", {}, { jku: "https://evil.example.org/jwks" }, /\(jku\)/],
  ["says where its certificate is", {}, { x5u: "https://evil.example.org/cert" }, /\(x5u\)/],
  ["brings its certificate along", {}, { x5c: ["MII"] }, /\(x5c\)/],
])("A token is refused that %s", async (_, given, header, words) => {
  const claims = (given as { iss?: string }).iss === "SLASH" ? { iss: `${issuer.url}/` } : given;
  await expect(
    (async () => {
      // What the library refuses to sign no issuer would, but somebody else may.
      const token =
        "crit" in header
          ? forged({ ...header, alg: "RS256", kid: "first" })
          : await issuer.sign(claims, header);
      return as(`Bearer ${token}`);
    })(),
  ).rejects.toEqual(unauthenticated(words));
});

const forged = (header: object, signature = "c2lnbmVk"): string =>
  `${base64url(header)}.${base64url({ iss: issuer.url, sub: "p-1", aud: "https://mlflow.test.example.org", iat: at(0), exp: at(300), client_id: "cli" })}.${signature}`;

test.each(["none", "None", "NONE", "nOnE", "HS256", "RS1", ""])(
  "A token with algorithm '%s' is refused, whatever its signature",
  async (alg) => {
    for (const signature of ["", "c2lnbmVk"])
      await expect(as(`Bearer ${forged({ alg, kid: "first", typ: "at+jwt" }, signature)}`)).rejects.toEqual(
        unauthenticated(/algorithm|can read/),
      );
  },
);

test("The issuer's public key is no secret: a token signed with it by HMAC is refused", async () => {
  const jwk = issuer.published[0] ?? {};
  const pem = await exportSPKI((await importJWK(jwk, "RS256", { extractable: true })) as CryptoKey);
  for (const secret of [pem, JSON.stringify(jwk), jwk.n ?? ""]) {
    const [head, payload] = forged({ alg: "HS256", kid: "first", typ: "at+jwt" }).split(".");
    const signature = createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url");
    await expect(as(`Bearer ${head}.${payload}.${signature}`)).rejects.toEqual(unauthenticated(/algorithm/));
  }
});

test("A shared secret among the issuer's published keys signs nothing", async () => {
  const secret = Buffer.alloc(32, 1);
  issuer.published.push({ kty: "oct", k: secret.toString("base64url"), kid: "shared" });
  clock.forward(31);
  const [head, payload] = forged({ alg: "HS256", kid: "shared", typ: "at+jwt" }).split(".");
  const signature = createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url");
  await expect(as(`Bearer ${head}.${payload}.${signature}`)).rejects.toEqual(unauthenticated(/algorithm/));
});

test("A token signed by somebody else's key under the name of the issuer's is refused", async () => {
  const { key } = await issuer.newKey("first");
  await expect(bearing({}, {}, key)).rejects.toEqual(unauthenticated(/signature is wrong/));
});

test("A token whose claims were changed after it was signed is refused", async () => {
  const [head, payload = "", signature] = (await issuer.sign()).split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const changed = base64url({ ...claims, groups: ["approvers"] });
  await expect(as(`Bearer ${head}.${changed}.${signature}`)).rejects.toEqual(
    unauthenticated(/signature is wrong/),
  );
});

test.each([
  ["nothing at all", undefined, /says of nobody/],
  [
    "a user name and password",
    `Basic ${Buffer.from("anna:secret").toString("base64")}`,
    /MLFLOW_TRACKING_TOKEN/,
  ],
  ["another scheme", "Negotiate abc", /kind of authorization/],
  ["an opaque token", "Bearer 0123456789abcdef", /no signed JWT/],
  ["an empty token", "Bearer ", /no signed JWT/],
  ["an encrypted token", "Bearer a.b.c.d.e", /no signed JWT/],
  ["two tokens", "Bearer a.b.c d.e.f", /no signed JWT/],
  ["rubbish in the form of a token", "Bearer a.b.c", /can read/],
  ["a very long token", `Bearer ${"a".repeat(20_000)}.b.c`, /longer than/],
])("Who sends %s is told what to send instead", async (_, authorization, words) => {
  await expect(as(authorization)).rejects.toEqual(unauthenticated(words));
});

test("No refusal repeats a token", async () => {
  const token = await issuer.sign({ exp: at(-60) });
  await expect(as(`Bearer ${token}`)).rejects.toEqual(
    expect.objectContaining({ message: expect.not.stringContaining(token.slice(0, 40)) as string }),
  );
});

test("Other asymmetric algorithms of the issuer are taken", async () => {
  for (const alg of ["ES256", "PS256", "Ed25519"]) {
    const { key, jwk } = await issuer.newKey(`key-${alg}`, alg);
    issuer.published.push(jwk);
    clock.forward(31);
    expect((await bearing({}, { alg, kid: `key-${alg}` }, key)).subject).toBe("p-1");
  }
});

test("A key for one algorithm signs no other, so that names of keys cannot be confused", async () => {
  const { key, jwk } = await issuer.newKey("elliptic", "ES256");
  issuer.published.push(jwk);
  clock.forward(31);
  await expect(bearing({}, { alg: "RS256", kid: "elliptic" })).rejects.toEqual(
    unauthenticated(/key is not one/),
  );
  await expect(bearing({}, { alg: "ES256", kid: "first" }, key)).rejects.toEqual(
    unauthenticated(/key is not one/),
  );
});
