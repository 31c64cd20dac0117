import { GetPublicKeyCommand, SignCommand, type KMSClient } from "@aws-sdk/client-kms";
import { spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../evidence/export/signer";
import {
  appendRecord,
  FolderRecordStore,
  keyRingOf,
  kmsSigner,
  verifyStream,
} from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { decision } from "./streams";

/** Preinstalled on the systems we support; not a package. */
const OPENSSL = "openssl";
const KEY_ID = "alias/ai-act-evidence-gate";

/**
 * KMS as AWS documents it: a DIGEST is signed as it is. Stands here in place of the embedded AWS, which hashes it once
 * more. Node can only hash and sign in one, so openssl signs.
 */
class DocumentedKms {
  readonly asked: SignCommand["input"][] = [];

  constructor(
    private readonly key: KeyObject,
    private readonly signDigest = (digest: Uint8Array) => signWithOpenssl(key, digest),
  ) {}

  async send(command: unknown): Promise<unknown> {
    if (command instanceof GetPublicKeyCommand) {
      return { PublicKey: createPublicKey(this.key).export({ type: "spki", format: "der" }) };
    }
    if (!(command instanceof SignCommand)) throw new Error("not asked for");
    this.asked.push(command.input);
    return { Signature: this.signDigest(command.input.Message ?? new Uint8Array()) };
  }
}

function signWithOpenssl(key: KeyObject, digest: Uint8Array): Buffer {
  const file = join(temporaryFolder(), "key.pem");
  writeFileSync(file, key.export({ type: "pkcs8", format: "pem" }));
  const args = ["pkeyutl", "-sign", "-inkey", file, "-pkeyopt", "digest:sha256"];
  return spawnSync(OPENSSL, args, { input: digest }).stdout;
}

const newKey = (namedCurve = "P-256") => generateKeyPairSync("ec", { namedCurve }).privateKey;
const client = (kms: { send: (command: unknown) => Promise<unknown> }) => kms as unknown as KMSClient;
const refusing = (name: string) =>
  client({ send: () => Promise.reject(Object.assign(new Error("no"), { name })) });

describe("A signer in KMS", () => {
  it("signs records that verify with its public key alone, and hands out digests only", async () => {
    const kms = new DocumentedKms(newKey());
    const signer = await kmsSigner(KEY_ID, client(kms));
    const store = new FolderRecordStore(temporaryFolder());
    const longerThanKmsTakes = { text: "x".repeat(5000) };
    await appendRecord(store, signer, decision({ details: longerThanKmsTakes }));
    const publicKey = signer.publicKeyPem;
    const key = {
      keyId: fingerprint(publicKey),
      role: "gate" as const,
      publicKey,
      validFrom: "2026-01-01T00:00:00.000Z",
    };
    const ring = keyRingOf({ schemaVersion: "1.0.0", keys: [key] });
    expect(await verifyStream(store, "gate", ring)).toMatchObject({ records: 1, findings: [] });
    expect(kms.asked).toMatchObject([
      { KeyId: KEY_ID, MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" },
    ]);
    expect(kms.asked[0]?.Message).toHaveLength(32);
  });

  it("that hashes the digest once more writes no record: readers would refuse it", async () => {
    const key = newKey();
    const signer = await kmsSigner(
      KEY_ID,
      client(new DocumentedKms(key, (digest) => sign("sha256", digest, key))),
    );
    const store = new FolderRecordStore(temporaryFolder());
    await expect(appendRecord(store, signer, decision())).rejects.toMatchObject({
      code: "record-signature-unusable",
    });
  });

  it("is refused when its key is on another curve", async () => {
    await expect(kmsSigner(KEY_ID, client(new DocumentedKms(newKey("P-384"))))).rejects.toMatchObject({
      code: "kms-key-unusable",
    });
  });

  it.each([
    ["does not exist", "NotFoundException"],
    ["is disabled", "DisabledException"],
    ["is about to be deleted", "KMSInvalidStateException"],
    ["belongs to another role", "AccessDeniedException"],
    ["is one for encryption", "UnsupportedOperationException"],
  ])("says what to do when the key %s", async (_, name) => {
    await expect(kmsSigner(KEY_ID, refusing(name))).rejects.toMatchObject({
      code: "kms-key-unusable",
      problems: [{ where: KEY_ID, given: name }],
    });
  });

  it("passes on what it does not know", async () => {
    await expect(kmsSigner(KEY_ID, refusing("TypeError"))).rejects.toMatchObject({ name: "TypeError" });
  });
});
