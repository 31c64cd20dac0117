import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "../../evidence/records";
import { actors } from "../evidence/records/actors";
import { temporaryFolder } from "../temporary";
import { keysFile, records } from "./run-records";

const KEY_ID = actors.gate.keyId;
const CEREMONY = {
  action: "create",
  keyId: KEY_ID,
  keyRole: "gate",
  custody: "kms",
  participants: ["anna", "bert"],
};
const KEYS = keysFile();

function file(name: string, content: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
const details = (value: unknown) => file("details.json", JSON.stringify(value));
const key = (role: Role) =>
  file(`${role}.pem`, actors[role].privateKey.export({ type: "pkcs8", format: "pem" }).toString());

const add = (dir: string, kind: string, what: string, role: Role, ...more: string[]) =>
  records("add", "--dir", dir, "--kind", kind, "--role", role, "--actor", "anna", "--details", what, ...more);

describe("evidence records add", () => {
  it("shows with --dry-run the statement that would be signed, and writes nothing", async () => {
    const dir = temporaryFolder();
    const said = await add(dir, "key-ceremony", details(CEREMONY), "security-officer", "--dry-run");
    expect(said.exitCode).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({
      subject: [{ name: `key/${KEY_ID}`, digest: { sha256: KEY_ID } }],
      predicate: { stream: "keys", sequence: 1, role: "security-officer", actor: "anna", details: CEREMONY },
    });
    expect(existsSync(join(dir, "records"))).toBe(false);
  });

  it.each<[string, Role, object, string]>([
    ["key-ceremony", "security-officer", CEREMONY, "keys"],
    [
      "revocation",
      "gate",
      { keyId: KEY_ID, reason: "compromised", effectiveFrom: "2126-11-25T09:00:00.000Z" },
      "keys",
    ],
    [
      "approval",
      "approver",
      { decision: "approved", about: "lock_mode", reference: "change 31" },
      "approver",
    ],
    ["incident", "detector", { phase: "aware" }, "detector"],
  ])(
    "appends a record of kind %s that verifies, to the stream of its kind or role",
    async (kind, role, what, stream) => {
      const dir = temporaryFolder();
      const said = await add(dir, kind, details(what), role, "--signing-key", key(role), "--keys", KEYS);
      expect(said.stdout).toContain(`recorded: records/${stream}/000000000001.dsse.json`);
      const check = await records("verify", "--dir", dir, "--keys", KEYS, "--stream", stream);
      expect(check).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("1 record(s), no finding"),
      });
    },
  );

  it("names by digest the files that a record is about", async () => {
    const report = file("report.txt", "what happened");
    const said = await add(
      temporaryFolder(),
      "incident",
      details({ phase: "aware" }),
      "security-officer",
      ...["--subject-file", report, "--subject", `model=${"b".repeat(64)}`, "--dry-run"],
    );
    const sha256 = createHash("sha256").update("what happened").digest("hex");
    expect(JSON.parse(said.stdout)).toMatchObject({
      subject: [
        { name: "model", digest: { sha256: "b".repeat(64) } },
        { name: "report.txt", digest: { sha256 } },
      ],
    });
  });

  const officer = "security-officer";
  it.each<[string, () => ReturnType<typeof add>, string]>([
    ["a ceremony has one participant", () => add(temporaryFolder(), "key-ceremony", details({ ...CEREMONY, participants: ["anna"] }), officer, "--dry-run"), "record-invalid"],
    ["the role may not write the kind", () => add(temporaryFolder(), "key-ceremony", details(CEREMONY), "gate", "--dry-run"), "record-invalid"],
    ["the details hold a secret", () => add(temporaryFolder(), "incident", details({ password: "x" }), officer, "--dry-run"), "record-invalid"],
    ["the details are not there", () => add(temporaryFolder(), "incident", "nowhere.json", officer, "--dry-run"), "details-unreadable"],
    ["the details are no JSON", () => add(temporaryFolder(), "incident", file("x", "{"), officer, "--dry-run"), "details-unreadable"],
    ["the details are no object", () => add(temporaryFolder(), "incident", details([]), officer, "--dry-run"), "details-unreadable"],
    ["a subject is no digest", () => add(temporaryFolder(), "incident", details({}), officer, "--subject", "x=1", "--dry-run"), "record-option-invalid"],
    ["a subject's file is not there", () => add(temporaryFolder(), "incident", details({}), officer, "--subject-file", "nowhere", "--dry-run"), "subject-unreadable"],
    ["the key is another role's", () => add(temporaryFolder(), "incident", details({}), officer, "--signing-key", key("gate"), "--keys", KEYS), "signing-key-not-entitled"],
    ["no key is named", () => add(temporaryFolder(), "incident", details({}), officer), "commander.error"],
  ])("writes nothing when %s", async (_, command, fault) => {
    expect(await command()).toMatchObject({ exitCode: 1, fault });
  }); // prettier-ignore
});
