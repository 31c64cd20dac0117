import { createIdentity, type IdentitySettings } from "../../../gate/identity";
import { sealedCookies } from "../../../gate/identity/sealed-cookie";
import { sessions } from "../../../gate/identity/session";
import type { Principal } from "../../../gate/principal";
import { settingsFor, stoppedClock } from "./local-issuer";

const clock = stoppedClock();
const ISSUER = "https://login.test.example.org";
const ORIGIN = "https://mlflow.test.example.org";
const settings = settingsFor(ISSUER, clock.now);
const anna: Principal = {
  issuer: ISSUER,
  subject: "p-1",
  name: "anna",
  kind: "person",
  roles: new Set(["trainer"]),
  groups: new Set(["engineers", "chess"]),
  tokenId: "token-1",
  authenticatedAt: "2026-01-01T08:00:00.000Z",
  via: "bearer",
};
const keys = (...fill: number[]): readonly Uint8Array[] => fill.map((byte) => new Uint8Array(32).fill(byte));
const withKeys = (...fill: number[]): IdentitySettings => ({
  ...settings,
  signIn: { ...settings.signIn, sessionKeys: keys(...fill) },
});

/** The cookie as a browser sends it back. */
async function signedIn(its: IdentitySettings = settings, who: Principal = anna): Promise<string> {
  const cookies = sealedCookies(its.signIn.sessionKeys, its.signIn.publicUrl, clock.now);
  return (await sessions(its, cookies).begin(who)).split(";")[0] ?? "";
}
const identify = (cookie: string, method = "GET", headers = {}, its: IdentitySettings = settings) =>
  createIdentity(its).identify({ headers: { cookie, ...headers }, method, url: "/" });

test("A browser that signed in is who signed in", async () => {
  expect(await identify(`theme=dark; ${await signedIn()}`)).toEqual({ ...anna, via: "session" });
});

test("The cookie is for this host, over TLS, out of reach of scripts and other sites", async () => {
  const cookies = sealedCookies(settings.signIn.sessionKeys, ORIGIN, clock.now);
  const cookie = await sessions(settings, cookies).begin(anna);
  expect(cookie).toMatch(/^__Host-evidence-session=/);
  for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"])
    expect(cookie.split("; ")).toContain(attribute);
  expect(cookie).not.toContain("Domain");
});

test("Nothing of a person can be read in the cookie", async () => {
  const cookie = await signedIn();
  const parts = cookie.slice(cookie.indexOf("=") + 1).split(".");
  const readable = parts.map((part) => Buffer.from(part, "base64url").toString("latin1")).join(" ");
  for (const text of ["anna", "p-1", "engineers"]) expect(readable).not.toContain(text);
});

test.each([
  ["over", async () => signedIn().then((cookie) => (clock.forward(601), cookie))],
  ["of a key the gate has no more", () => signedIn(withKeys(9))],
  [
    "of another gate with the same key",
    () => signedIn({ ...settings, signIn: { ...settings.signIn, publicUrl: "https://other.example.org" } }),
  ],
  [
    "of another issuer",
    () =>
      signedIn(
        { ...settings, issuer: "https://evil.example.org" },
        { ...anna, issuer: "https://evil.example.org" },
      ),
  ],
  ["changed", async () => (await signedIn()).slice(0, -3) + "AAA"],
  [
    "for a sign-in under way",
    async () => {
      const cookies = sealedCookies(settings.signIn.sessionKeys, ORIGIN, clock.now);
      const sealed = await cookies.seal("evidence-sign-in-x", { who: anna, groups: ["engineers"] }, 600);
      return (sealed.split(";")[0] ?? "").replace("evidence-sign-in-x", "evidence-session");
    },
  ],
  [
    "without the prefix that keeps other hosts' cookies out",
    async () => (await signedIn()).replace("__Host-", ""),
  ],
  ["no more than a name", async () => "__Host-evidence-session=anna"],
])("A cookie that is %s is nobody's", async (_, cookie) => {
  await expect(identify(await cookie())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("A key can be replaced while people are signed in", async () => {
  const cookie = await signedIn(withKeys(7));
  expect((await identify(cookie, "GET", {}, withKeys(8, 7))).name).toBe("anna");
  const renewed = await signedIn(withKeys(8, 7));
  await expect(identify(renewed, "GET", {}, withKeys(7))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("Roles follow the environment's file of today, not of the sign-in", async () => {
  const cookie = await signedIn();
  const roles = { ...settings.roles, trainer: [], approver: ["chess"] };
  expect([...(await identify(cookie, "GET", {}, { ...settings, roles })).roles]).toEqual(["approver"]);
  await expect(
    identify(cookie, "GET", {}, { ...settings, roles: { ...roles, approver: [] } }),
  ).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
});

test("More groups than a cookie holds are said, not cut", async () => {
  const groups = new Set(
    Array.from({ length: 100 }, (_, n) => `00000000-0000-4000-8000-00000000${1000 + n}`),
  );
  await expect(signedIn(settings, { ...anna, groups })).rejects.toMatchObject({
    code: "PERMISSION_DENIED",
    message: expect.stringContaining("100 groups") as string,
  });
});

test.each([
  ["POST", { "sec-fetch-site": "same-origin" }],
  ["POST", { origin: ORIGIN }],
  ["DELETE", { "sec-fetch-site": "same-origin", origin: ORIGIN }],
  ["GET", { "sec-fetch-site": "cross-site" }],
  ["HEAD", {}],
])("A browser's %s is taken with %j", async (method, headers) => {
  expect((await identify(await signedIn(), method, headers)).name).toBe("anna");
});

test.each([
  ["POST", {}],
  ["PATCH", {}],
  ["DELETE", { "sec-fetch-site": "cross-site" }],
  ["POST", { "sec-fetch-site": "same-site", origin: "https://evil.test.example.org" }],
  ["POST", { "sec-fetch-site": "none" }],
  ["POST", { origin: "null" }],
  ["POST", { origin: `${ORIGIN}.evil.example.org` }],
  ["POST", { origin: "http://mlflow.test.example.org" }],
  ["POST", { "sec-fetch-site": "same-origin", origin: "https://evil.example.org" }],
  ["POST", { "sec-fetch-site": "cross-site", origin: ORIGIN }],
  ["get", { "sec-fetch-site": "cross-site" }],
])("What another site makes a browser send is refused: %s with %j", async (method, headers) => {
  await expect(identify(await signedIn(), method, headers)).rejects.toMatchObject({
    code: "PERMISSION_DENIED",
    message: expect.stringContaining(ORIGIN) as string,
  });
});

test.each([
  [
    "a person's browser that navigates",
    "GET",
    { accept: "text/html,*/*" },
    "/evidence/sign-in?to=%2Fmodels%3Fa%3Db",
  ],
  [
    "one that says so",
    "GET",
    { accept: "text/html", "sec-fetch-mode": "navigate" },
    "/evidence/sign-in?to=%2Fmodels%3Fa%3Db",
  ],
  ["a script of a page", "GET", { accept: "text/html", "sec-fetch-mode": "cors" }, undefined],
  ["a program", "GET", { accept: "*/*" }, undefined],
  ["a program with a token", "GET", { accept: "text/html", authorization: "Bearer x" }, undefined],
  ["a form", "POST", { accept: "text/html" }, undefined],
])("Without identity %s is sent to sign-in, or gets the refusal", (_, method, headers, location) => {
  expect(createIdentity(settings).signInFor({ headers, method, url: "/models?a=b" })).toBe(location);
});
