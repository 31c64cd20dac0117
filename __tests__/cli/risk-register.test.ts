import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startAtlassian, type AtlassianStandIn } from "../../sandbox/atlassian/server";
import { DAY_MS, KEYS, world } from "../evidence/monitoring/world";
import { actors } from "../evidence/records/actors";
import { temporaryFolder } from "../temporary";
import { keysFile, riskRegister } from "./run-records";

const ACCOUNT = { email: "bot@example.org", token: "token-of-the-test-account" };
const ENVIRONMENT = [
  "DD_API_KEY",
  "DD_APP_KEY",
  "DD_HOST",
  "ATLASSIAN_EMAIL",
  "ATLASSIAN_API_TOKEN",
  "ATLASSIAN_URL",
];

let atlassian: AtlassianStandIn;
const before = { ...process.env };
beforeEach(async () => {
  atlassian = await startAtlassian(ACCOUNT);
  process.env["ATLASSIAN_URL"] = atlassian.url;
  process.env["ATLASSIAN_EMAIL"] = ACCOUNT.email;
  process.env["ATLASSIAN_API_TOKEN"] = ACCOUNT.token;
});
afterEach(async () => {
  await atlassian.stop();
  for (const name of [...ENVIRONMENT, "RISK_REGISTER_TOKEN"]) delete process.env[name];
  Object.assign(process.env, before);
});

function keyFile(role: "detector" | "gate" = "detector"): string {
  const file = path.join(temporaryFolder(), `${role}.pem`);
  writeFileSync(file, actors[role].privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(file, 0o600);
  return file;
}

/** A Datadog in which a monitor of the credit system alerted, and a vault. */
async function house() {
  const house = await world();
  process.env["DD_HOST"] = house.datadog.url;
  process.env["DD_API_KEY"] = KEYS.apiKey;
  process.env["DD_APP_KEY"] = KEYS.applicationKey;
  const tags = ["env:sandbox", "ai_system:credit-scoring", "article:72"];
  await house.monitor("[EU AI Act] Decisions drift", tags);
  await house.evaluate();
  const from = new Date(house.now().getTime() - DAY_MS).toISOString();
  const deliver = (...more: string[]) =>
    riskRegister(
      ...["deliver", "--environment", "sandbox", "--dir", house.vault, "--keys", keysFile()],
      ...["--signing-key", keyFile(), "--from", from, ...more],
    );
  return { ...house, deliver };
}

describe("evidence risk-register deliver", () => {
  it("says what the door missed, brings it into the register, and finds nothing the second time", async () => {
    const { deliver } = await house();
    const dry = await deliver("--dry-run");
    expect(dry).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("1 of them missed by the door"),
    });
    expect(atlassian.jira.issues).toHaveLength(0);

    expect(await deliver()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 entries brought up to date, 0 wait"),
    });
    expect(atlassian.jira.issues).toMatchObject([
      { summary: expect.stringContaining("Decisions drift"), comments: [] },
    ]);

    const again = await deliver("--json");
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({ alerts: 1, missed: [], unread: [], brought: 0, waiting: [] });
    expect(atlassian.jira.issues).toHaveLength(1);
  });

  it("does the same from the vault's copies, with Datadog switched off", async () => {
    const { deliver, take, pass, datadog } = await house();
    await take({ environment: "sandbox" });
    pass(DAY_MS);
    await take({ environment: "sandbox" });
    await datadog.stop();
    delete process.env["DD_API_KEY"];
    expect(await deliver("--source", "vault")).toMatchObject({ exitCode: 0 });
    expect(atlassian.jira.issues).toHaveLength(1);
  });

  it("does not take a period of which the vault has no copy for one without alerts", async () => {
    const { deliver } = await house();
    const none = await deliver("--source", "vault");
    expect(none).toMatchObject({
      exitCode: 2,
      stdout: expect.stringMatching(/not known: of \S+ to \S+ no copy/),
    });
  });

  it("ends with a finding while the register refuses, and keeps the token to itself", async () => {
    const { deliver } = await house();
    atlassian.fail({ method: "POST", path: /search\/jql$/, status: 403, times: 9 });
    const said = await deliver();
    expect(said).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("HTTP 403") });
    expect(said.stdout + said.stderr).not.toContain(ACCOUNT.token);
  });

  it.each<[string, () => void, readonly string[], string]>([
    [
      "without a token of Atlassian",
      () => delete process.env["ATLASSIAN_API_TOKEN"],
      [],
      "atlassian-credentials-missing",
    ],
    [
      "with an address that would carry the token in clear",
      () => (process.env["ATLASSIAN_URL"] = "http://jira.example.org"),
      [],
      "atlassian-address-unsafe",
    ],
    ["with a period that is none", () => undefined, ["--to", "2020-01-01"], "period-reversed"],
    [
      "with another role's key",
      () => undefined,
      ["--signing-key", keyFile("gate")],
      "signing-key-not-entitled",
    ],
  ])("ends with a fault of the user's %s", async (_, prepare, more, fault) => {
    const { deliver } = await house();
    prepare();
    expect(await deliver(...more)).toMatchObject({ exitCode: 1, fault });
  });
});

describe("evidence risk-register serve", () => {
  it.each([
    ["no token", undefined],
    ["a token that can be guessed", "secret"],
  ])("does not open a door with %s", async (_, token) => {
    if (token !== undefined) process.env["RISK_REGISTER_TOKEN"] = token;
    const said = await riskRegister("serve", "--environment", "sandbox", "--keys", keysFile());
    expect(said).toMatchObject({ exitCode: 1, fault: "risk-register-token-unusable" });
    expect(said.stderr).not.toContain("given:  secret");
  });
});
