import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateKeyPairSync } from "node:crypto";
import { readKeyRing } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, keyRingDocument, stranger } from "./actors";

const pem = (type: "private" | "p384") => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", {
    namedCurve: type === "p384" ? "P-384" : "P-256",
  });
  if (type === "p384") return publicKey.export({ type: "spki", format: "pem" }).toString();
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

function written(content: unknown): string {
  const file = join(temporaryFolder(), "keys.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** The document with its first key changed. */
function withFirstKey(change: Record<string, unknown>) {
  const { keys, ...rest } = keyRingDocument();
  return { ...rest, keys: [{ ...keys[0], ...change }, ...keys.slice(1)] };
}

describe("A key ring", () => {
  it("is read with roles, validity and revocation", async () => {
    const document = keyRingDocument({ gate: { revocation: { effectiveFrom: "2026-11-24T21:00:00.000Z" } } });
    const ring = await readKeyRing(written(document));
    expect(ring.size).toBe(8);
    expect(ring.get(actors.gate.keyId)).toMatchObject({
      role: "gate",
      validFrom: "2026-01-01T00:00:00.000Z",
      revokedFrom: "2026-11-24T21:00:00.000Z",
    });
  });

  it("lists the keys of emitters, and the systems each signs for", async () => {
    const ring = await readKeyRing(written(withFirstKey({ role: "emitter", systems: ["credit-scoring"] })));
    expect(ring.get(actors.gate.keyId)).toMatchObject({ role: "emitter", systems: ["credit-scoring"] });
  });

  it.each([
    ["gives an emitter's key no system", withFirstKey({ role: "emitter" }), "keys.0.systems"],
    ["gives a writer of records a system", withFirstKey({ systems: ["credit-scoring"] }), "keys.0.systems"],
    ["is of another version", { ...keyRingDocument(), schemaVersion: "2" }, "schemaVersion"],
    ["lists no key", { ...keyRingDocument(), keys: [] }, "keys"],
    [
      "gives a key an id that is not its fingerprint",
      withFirstKey({ keyId: stranger.keyId }),
      "keys.0.keyId",
    ],
    ["holds a private key", withFirstKey({ publicKey: pem("private") }), "keys.0.publicKey"],
    ["holds a key on another curve", withFirstKey({ publicKey: pem("p384") }), "keys.0.publicKey"],
    [
      "holds something that is no key",
      withFirstKey({ publicKey: "-----BEGIN PUBLIC KEY-----" }),
      "keys.0.publicKey",
    ],
    ["names a role that does not exist", withFirstKey({ role: "intern" }), "keys.0.role"],
    ["has a field nobody knows", withFirstKey({ note: "x" }), "keys.0"],
    [
      "lists a key twice",
      { ...keyRingDocument(), keys: [...keyRingDocument().keys, keyRingDocument().keys[0]] },
      "keys",
    ],
  ])("is refused with the field when it %s", async (_, content, field) => {
    await expect(readKeyRing(written(content))).rejects.toMatchObject({
      code: "key-ring-invalid",
      problems: [{ field }],
    });
  });

  it.each([
    ["no JSON", () => written("{ not json")],
    ["a folder", () => temporaryFolder()],
  ])("that is %s is told as such", async (given, file) => {
    await expect(readKeyRing(file())).rejects.toMatchObject({
      code: "key-ring-unreadable",
      problems: [{ given }],
    });
  });

  it("that is not there is a fault of its own", async () => {
    await expect(readKeyRing(join(temporaryFolder(), "keys.json"))).rejects.toMatchObject({
      code: "key-ring-missing",
    });
  });
});
