import { createIdentity, type Identity } from "../../../gate/identity";
import { type LocalIssuer, settingsFor, startLocalIssuer, stoppedClock } from "./local-issuer";

let clock: ReturnType<typeof stoppedClock>;
let issuer: LocalIssuer;
let identity: Identity;

beforeEach(async () => {
  clock = stoppedClock();
  issuer = await startLocalIssuer(clock.now);
  identity = createIdentity(settingsFor(issuer.url, clock.now));
});
afterEach(() => issuer.stop());

const as = (token: string) =>
  identity.identify({ headers: { authorization: `Bearer ${token}` }, method: "GET", url: "/" });
const askedForKeys = () => issuer.asked.filter((path) => path === "/jwks").length;
const refusedWith = (words: RegExp) =>
  expect.objectContaining({ code: "UNAUTHENTICATED", message: expect.stringMatching(words) as string });

test("The issuer is asked for its keys once, not with every call", async () => {
  const tokens = await Promise.all(["a", "b", "c", "d"].map((jti) => issuer.sign({ jti })));
  await Promise.all(tokens.map(as));
  for (const token of tokens) await as(token);
  expect(askedForKeys()).toBe(1);
});

test("A new key of the issuer is found when the first token comes that it signed", async () => {
  await as(await issuer.sign());
  const { key, jwk } = await issuer.newKey("second");
  issuer.published.push(jwk);
  clock.forward(31);
  expect((await as(await issuer.sign({}, { kid: "second" }, key))).name).toBe("anna");
});

test("Tokens with invented keys make the gate ask the issuer again, but not oftener than every half minute", async () => {
  await as(await issuer.sign());
  clock.forward(31);
  for (const kid of ["x1", "x2", "x3", "x4"])
    await expect(as(await issuer.sign({}, { kid }))).rejects.toEqual(refusedWith(/key is not one/));
  expect(askedForKeys()).toBe(2);
});

test("A key that the issuer withdrew is good for no longer than the gate remembers keys and tokens", async () => {
  const token = await issuer.sign({ exp: undefined });
  await expect(as(token)).rejects.toEqual(refusedWith(/exp/));
  const lasting = await issuer.sign({ exp: Math.floor(clock.now().getTime() / 1000) + 3000 });
  await as(lasting);
  issuer.published.length = 0;
  issuer.published.push((await issuer.newKey("second")).jwk);
  clock.forward(661);
  // The first call after ten minutes makes the gate ask anew, beside it.
  await as(lasting);
  while (askedForKeys() < 2) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 50));
  clock.forward(61);
  await expect(as(lasting)).rejects.toEqual(refusedWith(/key is not one/));
});

test("While the issuer is down, who is known by its keys works on, and no one new is let in by another key", async () => {
  await as(await issuer.sign());
  issuer.down = true;
  clock.forward(3600);
  expect((await as(await issuer.sign({ jti: "another" }))).name).toBe("anna");
  await expect(as(await issuer.sign({}, { kid: "unseen" }))).rejects.toEqual(refusedWith(/key is not one/));
});

test("Keys that nobody confirmed for a day are good no more", async () => {
  await as(await issuer.sign());
  issuer.down = true;
  clock.forward(86_401);
  await expect(as(await issuer.sign())).rejects.toEqual(refusedWith(/cannot be asked for its keys.*503/));
});

test("Where the issuer was never reached, the gate says so in words and with 401, and recovers by itself", async () => {
  issuer.down = true;
  await expect(as(await issuer.sign())).rejects.toEqual(refusedWith(/cannot be asked for its keys.*503/));
  issuer.down = false;
  clock.forward(31);
  expect((await as(await issuer.sign())).name).toBe("anna");
});

test("An issuer that calls itself otherwise than the settings do is not believed", async () => {
  const renamed = createIdentity(settingsFor(`${issuer.url}/`, clock.now));
  await expect(
    renamed.identify({
      headers: { authorization: `Bearer ${await issuer.sign({ iss: `${issuer.url}/` })}` },
      method: "GET",
      url: "/",
    }),
  ).rejects.toEqual(refusedWith(/is of issuer/));
});

test("Nothing listens at the issuer's address: refused in words", async () => {
  const { url } = issuer;
  const token = await issuer.sign();
  await issuer.stop();
  await expect(as(token)).rejects.toEqual(refusedWith(new RegExp(`${url} cannot be asked`)));
  issuer = await startLocalIssuer(clock.now);
});

test("A verified token is remembered for a minute, and never beyond its end", async () => {
  const token = await issuer.sign({ exp: Math.floor(clock.now().getTime() / 1000) + 20 });
  await as(token);
  clock.forward(19);
  await as(token);
  clock.forward(40);
  await expect(as(token)).rejects.toEqual(refusedWith(/expired/));
});
