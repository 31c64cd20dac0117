import { createIdentity, type IdentitySettings } from "../../../gate/identity";
import { type LocalIssuer, settingsFor, startLocalIssuer, stoppedClock } from "./local-issuer";

const clock = stoppedClock();
let issuer: LocalIssuer;
beforeAll(async () => (issuer = await startLocalIssuer(clock.now)));
afterAll(() => issuer.stop());

async function who(claims: Record<string, unknown>, settings: Partial<IdentitySettings> = {}) {
  const identity = createIdentity(settingsFor(issuer.url, clock.now, settings));
  const authorization = `Bearer ${await issuer.sign(claims)}`;
  const { kind, roles, name, subject } = await identity.identify({
    headers: { authorization },
    method: "GET",
    url: "/",
  });
  return { kind, roles: [...roles], name, subject };
}

test.each([
  ["engineers may train", { groups: ["engineers"] }, ["trainer"]],
  ["approvers may approve", { groups: ["approvers"] }, ["approver"]],
  [
    "somebody in two groups has both roles",
    { groups: ["approvers", "engineers", "unheard-of"] },
    ["trainer", "approver"],
  ],
  ["a group as a single text counts", { groups: "readers" }, ["reader"]],
])("Of people %s", async (_, claims, roles) => {
  expect(await who(claims)).toMatchObject({ kind: "person", roles });
});

test.each([
  [
    "in a group of service accounts",
    { groups: ["programs", "approvers", "engineers"] },
    {},
    ["trainer", "service"],
  ],
  [
    "whose client is declared a program",
    { groups: ["approvers"] },
    { services: { clients: ["cli"], claims: [] } },
    ["service"],
  ],
  ["whose client is its own subject", { sub: "cli", groups: ["approvers", "engineers"] }, {}, ["trainer"]],
  [
    "marked by a claim",
    { idtyp: "app", groups: ["approvers", "readers"] },
    { services: { clients: [], claims: [{ name: "idtyp", is: "app" }] } },
    ["reader"],
  ],
  ["that acts for a person", { act: { sub: "agent" }, groups: ["approvers", "readers"] }, {}, ["reader"]],
  [
    "without the claim that people have",
    { groups: ["approvers", "readers"] },
    { personClaim: "auth_time" },
    ["reader"],
  ],
])("A program never approves: %s", async (_, claims, settings, roles) => {
  expect(await who(claims, settings)).toMatchObject({ kind: "service", roles });
});

test("A person has the claim that people have", async () => {
  expect(await who({ groups: ["approvers"], auth_time: 1 }, { personClaim: "auth_time" })).toMatchObject({
    kind: "person",
    roles: ["approver"],
  });
});

test.each([
  ["no group", { groups: undefined }, /no groups.*engineers \(trainer\)/],
  ["only groups that nobody gave a role", { groups: ["sales"] }, /groups sales/],
  [
    "groups that only look like one with a role",
    { groups: ["Engineers", "engineers ", "ｅngineers"] },
    /Engineers/,
  ],
  ["groups that are no texts", { groups: [{ engineers: true }, 7] }, /no groups/],
  ["a program's only group, the approvers'", { sub: "cli", groups: ["approvers"] }, /approvers/],
  [
    "more groups than the token could hold (Entra ID)",
    { groups: undefined, _claim_names: { groups: "src1" } },
    /so many groups/,
  ],
])("Somebody known with %s is refused with 403, and told whom to ask", async (_, claims, words) => {
  await expect(who(claims)).rejects.toEqual(
    expect.objectContaining({
      code: "PERMISSION_DENIED",
      status: 403,
      message: expect.stringMatching(words) as string,
    }),
  );
});

test("Groups are found inside another claim, and by a name with dots", async () => {
  const groups = undefined;
  const nested = { claims: { groups: "realm_access.roles", name: "preferred_username" } };
  expect(await who({ groups, realm_access: { roles: ["engineers"] } }, nested)).toMatchObject({
    roles: ["trainer"],
  });
  expect(await who({ groups, "realm_access.roles": ["readers"] }, nested)).toMatchObject({
    roles: ["reader"],
  });
});

test("A claim's name leads to nothing that a token did not say", async () => {
  for (const name of ["__proto__", "constructor.name", "groups.length"])
    await expect(who({}, { claims: { groups: name, name: "name" } })).rejects.toMatchObject({ status: 403 });
});

test.each([
  ["the claim", { preferred_username: "tr-17" }, "tr-17"],
  ["the subject where there is none", { preferred_username: undefined }, "p-1"],
  ["the subject where it is empty", { preferred_username: " \u200b " }, "p-1"],
  ["without what breaks lines or hides", { preferred_username: "an\nna\u202e\u0000" }, "anna"],
  ["no longer than MLflow keeps", { preferred_username: "a".repeat(400) }, "a".repeat(250)],
])("The name stamped on runs is %s", async (_, claims, name) => {
  expect((await who(claims)).name).toBe(name);
});
