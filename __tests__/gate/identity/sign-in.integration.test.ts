import { randomBytes } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import { loadConfigs } from "../../../configs";
import { createIdentity, identitySettings, type Identity } from "../../../gate/identity";
import type { SignInSettings } from "../../../gate/identity/settings";
import { Refusal } from "../../../gate/refusal";
import { PROGRAM } from "../../../sandbox/issuer/people";
import { type IssuerProcess, startIssuerProcess } from "../issuer-process";
import { Browser } from "./browser";

/** Sign-in at a real OpenID Connect provider, by the settings of the sandbox's environment. */
const environment = loadConfigs("configs").environments.find(({ id }) => id === "sandbox");
if (!environment) throw new Error("there is no sandbox");
const sessionKeys = randomBytes(32).toString("base64");
let issuer: IssuerProcess;
const gates: FastifyInstance[] = [];

beforeAll(async () => (issuer = await startIssuerProcess()));
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.close()));
  await issuer.stop();
});

/** A gate that serves sign-in, and its front page to whom it knows. */
async function gate(
  at?: string,
  changed: Partial<SignInSettings> = {},
): Promise<{ readonly url: string; readonly identity: Identity }> {
  const app = fastify();
  gates.push(app);
  // The address is known only when it listens; sign-in must know it before.
  const port = await freePort();
  const url = at ?? `http://127.0.0.1:${port}`;
  const settings = identitySettings(environment!, { issuer: issuer.url, publicUrl: url, sessionKeys });
  const identity = createIdentity({ ...settings, signIn: { ...settings.signIn, ...changed } });
  identity.register(app);
  const guarded = async (request: { headers: object; method: string; url: string }) =>
    (await identity.identify(request as never)).name;
  app.get("/", guarded);
  app.get("/models", guarded);
  app.post("/models", guarded);
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof Refusal)) return reply.code(500).send(String(error));
    const to = identity.signInFor({ headers: request.headers, method: request.method, url: request.url });
    return to && error.code === "UNAUTHENTICATED"
      ? reply.redirect(to, 302)
      : reply.code(error.status).send(error.toJSON());
  });
  await app.listen({ port, host: "127.0.0.1" });
  return { url: `http://127.0.0.1:${port}`, identity };
}

async function freePort(): Promise<number> {
  const probe = fastify();
  const address = await probe.listen({ port: 0, host: "127.0.0.1" });
  await probe.close();
  return Number(new URL(address).port);
}

const bearer = (token: string) => ({
  headers: { authorization: `Bearer ${token}` },
  method: "GET",
  url: "/",
});

test("A person who opens a page is sent to the issuer, and comes back signed in to that page", async () => {
  const { url } = await gate();
  const browser = new Browser();
  const page = await browser.go(`${url}/models?search=credit`);
  expect(browser.url).toMatch(new RegExp(`^${issuer.url}/sign-in/`));
  expect(page.text).toContain("Who are you?");

  const back = await browser.press("login", "anna");
  expect([back.status, back.text, browser.url]).toEqual([200, "anna", `${url}/models?search=credit`]);
  // Nothing of the flow is left.
  expect([...browser.cookies(url).keys()]).toEqual(["evidence-session"]);

  const me = await browser.ask(`${url}/evidence/me`, { headers: { accept: "application/json" } });
  expect(JSON.parse(me.text)).toMatchObject({
    issuer: issuer.url,
    subject: "p-5d1f0c",
    name: "anna",
    kind: "person",
    roles: ["trainer"],
    groups: ["ml-engineers"],
    via: "session",
    authenticatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
  });
});

test("Who asks who they are, and is nobody yet, is sent to sign in", async () => {
  const { url } = await gate();
  const browser = new Browser();
  await browser.go(`${url}/evidence/me`);
  const me = await browser.press("login", "dan");
  expect([browser.url, me.status, me.text.includes("Signed in as dan")]).toEqual([
    `${url}/evidence/me`,
    200,
    true,
  ]);
  const program = await fetch(`${url}/evidence/me`, { headers: { accept: "application/json" } });
  expect(program.status).toBe(401);
});

test("Who has signed in elsewhere is not asked again", async () => {
  const { url: one } = await gate();
  const { url: other } = await gate();
  const browser = new Browser();
  await browser.go(one);
  await browser.press("login", "cora");
  const page = await browser.go(`${other}/`);
  expect(page.text).toBe("cora");
});

test("Gate tasks with the same key know each other's sign-ins", async () => {
  const first = await gate();
  const second = await gate(first.url);
  const browser = new Browser();
  await browser.go(first.url);
  await browser.press("login", "ben");
  const cookie = [...browser.cookies(first.url)].map(([name, value]) => `${name}=${value}`).join("; ");
  const { name, roles } = await second.identity.identify({ headers: { cookie }, method: "GET", url: "/" });
  expect([name, [...roles]]).toEqual(["ben", ["approver"]]);
});

test("Several tabs can sign in at once", async () => {
  const { url } = await gate();
  const browser = new Browser();
  const begun = [];
  for (const page of ["/?tab=1", "/?tab=2"]) {
    await browser.go(`${url}${page}`);
    begun.push(browser.url);
  }
  const ends = [];
  for (const page of begun) {
    browser.url = page;
    ends.push((await browser.press("login", "anna")).status, browser.url);
  }
  expect(ends).toEqual([200, `${url}/?tab=1`, 200, `${url}/?tab=2`]);
});

test("Sign-ins that were begun and left do not fill the browser's cookies", async () => {
  const { url } = await gate();
  const browser = new Browser();
  for (let begun = 0; begun < 12; begun += 1) await browser.ask(`${url}/evidence/sign-in`);
  expect(browser.cookies(url).size).toBe(8);
  await browser.go(`${url}/models`);
  expect((await browser.press("login", "anna")).text).toBe("anna");
});

test.each(["resource", "audience"] as const)(
  "An issuer that wants the audience as parameter '%s' gets it",
  async (audienceBy) => {
    const { url } = await gate(undefined, { audienceBy });
    const browser = new Browser();
    const { location = "" } = await browser.ask(`${url}/evidence/sign-in`);
    expect(new URL(location).searchParams.get(audienceBy)).toBe("https://mlflow.sandbox.example.org");
    await browser.go(url);
    expect((await browser.press("login", "anna")).text).toBe("anna");
  },
);

test("A script or program without sign-in gets the refusal as MLflow's JSON", async () => {
  const { url } = await gate();
  const response = await fetch(`${url}/models`, { headers: { accept: "application/json" } });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error_code: "UNAUTHENTICATED" });
});

test("A page of another site can make the browser change nothing", async () => {
  const { url } = await gate();
  const browser = new Browser();
  await browser.go(url);
  await browser.press("login", "anna");
  const post = (headers: Record<string, string>) => browser.ask(`${url}/models`, { method: "POST", headers });
  expect((await post({ origin: "https://evil.example.org" })).status).toBe(403);
  expect((await post({})).status).toBe(403);
  expect((await post({ origin: url })).status).toBe(200);
});

test("Signing out ends the session, and another site cannot do it", async () => {
  const { url } = await gate();
  const browser = new Browser();
  await browser.go(url);
  await browser.press("login", "anna");
  browser.url = `${url}/evidence/sign-out`;
  const foreign = await browser.ask(browser.url, {
    method: "POST",
    headers: { origin: "https://evil.example.org" },
  });
  expect([foreign.status, browser.cookies(url).has("evidence-session")]).toEqual([403, true]);
  const out = await browser.press("", "");
  expect([out.status, browser.cookies(url).has("evidence-session")]).toEqual([200, false]);
});

test("Somebody of the house without a role is told so, and gets no session", async () => {
  const { url } = await gate();
  const browser = new Browser();
  await browser.go(url);
  const page = await browser.press("login", "fred");
  expect(page.status).toBe(403);
  expect(page.text).toContain("no role at this gate");
  expect(browser.cookies(url).size).toBe(0);
});

/** Begins a sign-in and stops where the issuer sends the browser back. */
async function answerOf(url: string, login: string): Promise<{ browser: Browser; back: string }> {
  const browser = new Browser();
  await browser.go(`${url}/evidence/sign-in`);
  let response = await browser.ask(browser.url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `login=${login}`,
  });
  for (;;) {
    const location = new URL(response.location ?? "", issuer.url).href;
    if (location.startsWith(url)) return { browser, back: location };
    response = await browser.ask(location);
  }
}

test("An answer of the issuer is good once, in the browser that asked, as it was sent", async () => {
  const { url } = await gate();
  const { browser, back } = await answerOf(url, "anna");
  const changed = (name: string, value: string): string => {
    const address = new URL(back);
    address.searchParams.set(name, value);
    return address.href;
  };
  // Somebody else's browser: an attacker who lends a victim their own sign-in.
  expect((await new Browser().go(back)).status).toBe(400);
  expect((await browser.ask(changed("state", "A".repeat(43)))).status).toBe(400);
  expect((await browser.ask(`${url}/evidence/callback`)).status).toBe(400);

  for (const [name, value] of [
    ["iss", "https://evil.example.org"],
    ["code", "invented"],
  ] as const) {
    const attempt = await answerOf(url, "anna");
    const address = new URL(attempt.back);
    address.searchParams.set(name, value);
    const response = await attempt.browser.ask(address.href);
    expect([name, response.status, attempt.browser.cookies(url).has("evidence-session")]).toEqual([
      name,
      401,
      false,
    ]);
  }

  expect((await browser.go(back)).status).toBe(200);
  const again = await browser.ask(back);
  expect(again.status).toBe(400);
});

test("The issuer's own no is shown without its free text", async () => {
  const { url } = await gate();
  const { browser, back } = await answerOf(url, "anna");
  const refused = new URL(back);
  refused.searchParams.delete("code");
  refused.searchParams.set("error", "access_denied");
  refused.searchParams.set("error_description", "<script>alert(1)</script>");
  const page = (await browser.ask(refused.href)).text;
  expect(page).toContain("access_denied");
  expect(page).not.toContain("script>");
});

test("After sign-in the browser is not sent to another site", async () => {
  const { url } = await gate();
  const browser = new Browser();
  await browser.go(`${url}/evidence/sign-in?to=${encodeURIComponent("//evil.example.org/x")}`);
  await browser.press("login", "anna");
  expect(browser.url).toBe(`${url}/`);
});

test("Where the issuer cannot be reached, sign-in says so and with no 5xx", async () => {
  const app = fastify();
  gates.push(app);
  const identity = createIdentity(
    identitySettings(environment!, {
      issuer: "http://127.0.0.1:9",
      publicUrl: "http://127.0.0.1:1",
      sessionKeys,
    }),
  );
  identity.register(app);
  const page = await app.inject({ url: "/evidence/sign-in" });
  expect([page.statusCode, page.body.includes("127.0.0.1:9")]).toEqual([401, true]);
});

test("A person's token and a program's are told apart", async () => {
  const { identity } = await gate();
  const who = async (token: string) => {
    const { name, kind, roles } = await identity.identify(bearer(token));
    return { name, kind, roles: [...roles] };
  };
  expect(await who(await issuer.token("anna"))).toEqual({ name: "anna", kind: "person", roles: ["trainer"] });
  expect(await who(await issuer.token("emil"))).toEqual({
    name: "emil",
    kind: "person",
    roles: ["trainer", "approver"],
  });
  const program = { name: "ci-trainer", kind: "service", roles: ["service"] };
  expect(await who(await issuer.token("ci-trainer"))).toEqual(program);
  const { clientId, clientSecret } = PROGRAM;
  const granted = await fetch(`${issuer.url}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  expect(await who(token)).toEqual(program);
});

test("A token of yesterday, or of an issuer that is not the gate's, opens nothing", async () => {
  const { identity } = await gate();
  await expect(identity.identify(bearer(await issuer.token("anna", -5)))).rejects.toMatchObject({
    status: 401,
  });
  const other = await startIssuerProcess();
  try {
    await expect(identity.identify(bearer(await other.token("anna")))).rejects.toMatchObject({ status: 401 });
  } finally {
    await other.stop();
  }
});
