import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { loadConfigs, readConfigs, type Environment } from "../../../configs";
import { identitySettings } from "../../../gate/identity";
import { temporaryFolder } from "../../temporary";

const environments = loadConfigs("configs").environments;
const named = (id: string): Environment => environments.find((environment) => environment.id === id)!;
const sessionKeys = Buffer.alloc(32, 1).toString("base64");

describe("Settings of the gate's identity", () => {
  test("come from the environment's file", () => {
    expect(identitySettings(named("production"), { sessionKeys })).toMatchObject({
      issuer: "https://login.example.org/realms/ml",
      audience: "https://mlflow.example.org",
      roles: { approver: ["ml-approvers"], service: ["ml-programs"] },
      maxTokenAgeSeconds: 720 * 60,
      signIn: {
        clientId: "mlflow-browser",
        publicUrl: "https://mlflow.example.org",
        sessionSeconds: 240 * 60,
      },
    });
  });

  test("take addresses that exist only while something runs from whoever runs it", () => {
    const run = { issuer: "http://127.0.0.1:4000", publicUrl: "http://127.0.0.1:5000/", sessionKeys };
    expect(identitySettings(named("sandbox"), run)).toMatchObject({
      issuer: "http://127.0.0.1:4000",
      signIn: { publicUrl: "http://127.0.0.1:5000" },
    });
  });

  test("take several keys, so that one can be replaced", () => {
    const keys = `${sessionKeys}, ${Buffer.alloc(32, 2).toString("base64")}`;
    expect(identitySettings(named("production"), { sessionKeys: keys }).signIn.sessionKeys).toEqual([
      Buffer.alloc(32, 1),
      Buffer.alloc(32, 2),
    ]);
  });

  test.each([
    [
      "an issuer that the file has already: whoever starts the gate does not choose whom it believes",
      "production",
      { issuer: "https://evil.example.org", sessionKeys },
      "gate-address-once",
      /start the gate without it/,
    ],
    [
      "no issuer where the file leaves it to the run",
      "sandbox",
      { publicUrl: "http://127.0.0.1:5000", sessionKeys },
      "gate-address-once",
      /mlflow.identity.issuer/,
    ],
    [
      "an issuer that others could answer for",
      "sandbox",
      { issuer: "http://login.example.org", publicUrl: "http://127.0.0.1:5000", sessionKeys },
      "gate-address-not-trusted",
      /https/,
    ],
    [
      "a public address that is none",
      "sandbox",
      { issuer: "http://127.0.0.1:4000", publicUrl: "here", sessionKeys },
      "gate-address-not-trusted",
      /mlflow.publicUrl/,
    ],
    ["no key", "production", {}, "session-keys-unusable", /openssl rand -base64 32/],
    ["a short key", "production", { sessionKeys: "c2hvcnQ=" }, "session-keys-unusable", /32 random bytes/],
    [
      "a short key beside a good one",
      "production",
      { sessionKeys: `${sessionKeys},c2hvcnQ=` },
      "session-keys-unusable",
      /32 random bytes/,
    ],
  ])("refuse %s", (_, id, run, code, words) => {
    expect(() => identitySettings(named(id), run)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) as string }),
    );
  });

  test("refuse an environment without a gate", () => {
    const without = { ...named("production"), mlflow: undefined };
    expect(() => identitySettings(without, { sessionKeys })).toThrow(
      expect.objectContaining({ code: "gate-without-mlflow-block" }),
    );
  });
});

describe("The block mlflow: of an environment", () => {
  const good = named("production").mlflow!;
  const problemsWith = (mlflow: unknown) => {
    const folder = temporaryFolder();
    cpSync("configs/systems", join(folder, "systems"), { recursive: true });
    cpSync("configs/thresholds", join(folder, "thresholds"), { recursive: true });
    mkdirSync(join(folder, "environments"));
    writeFileSync(
      join(folder, "environments", "production.yaml"),
      stringify({ ...named("production"), mlflow }),
    );
    return readConfigs(folder).problems.filter(({ field }) => field?.startsWith("mlflow"));
  };
  const identity = (changed: object) => ({ ...good, identity: { ...good.identity, ...changed } });

  test.each([
    ["an issuer without TLS", identity({ issuer: "http://login.example.org" }), "mlflow.identity.issuer"],
    [
      "an issuer with a login in it",
      identity({ issuer: "https://me:secret@login.example.org" }),
      "mlflow.identity.issuer",
    ],
    [
      "an issuer that only begins like this machine",
      identity({ issuer: "http://127.0.0.1.evil.example.org" }),
      "mlflow.identity.issuer",
    ],
    [
      "a public address with a path",
      { ...good, publicUrl: "https://example.org/mlflow" },
      "mlflow.publicUrl",
    ],
    [
      "an audience that is the sign-in client: ID tokens would pass",
      identity({ audience: "mlflow-browser" }),
      "mlflow.identity.audience",
    ],
    [
      "approvers who are programs",
      identity({ roles: { ...good.identity.roles, approver: ["ml-programs"] } }),
      "mlflow.identity.roles.approver",
    ],
    [
      "a sign-in that does not ask who",
      identity({ signIn: { ...good.identity.signIn, scopes: ["profile"] } }),
      "mlflow.identity.signIn.scopes",
    ],
    [
      "sessions of days",
      identity({ signIn: { ...good.identity.signIn, sessionMinutes: 5000 } }),
      "mlflow.identity.signIn.sessionMinutes",
    ],
    [
      "a role that is none",
      identity({ roles: { ...good.identity.roles, admin: ["x"] } }),
      "mlflow.identity.roles",
    ],
  ])("refuses %s", (_, mlflow, field) => {
    expect(problemsWith(mlflow).map((problem) => problem.field)).toContainEqual(
      expect.stringContaining(field),
    );
  });

  test("takes what production.yaml shows", () => {
    expect(problemsWith(good)).toEqual([]);
  });
});
