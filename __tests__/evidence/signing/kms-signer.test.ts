import { GetPublicKeyCommand, SignCommand, type KMSClient } from "@aws-sdk/client-kms";
import { spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, kmsSigner } from "../../../evidence/signing";
import { appendRecord, FolderRecordStore, keyRingOf, verifyStream } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { decision, refused } from "../records/streams";

/** Preinstalled on the systems we support; not a package. */
const OPENSSL = "openssl";
const KEY_ID = "alias/ai-act-evidence-gate";

/**
 * KMS as AWS documents it: a DIGEST is signed as it is. Node can only hash and sign in one, so openssl signs.
 */
class DocumentedKms {
  readonly asked: SignCommand["input"][] = [];

  constructor(
    private readonly key: KeyObject,
    private readonly signDigest = (digest: Uint8Array) => signWithOpenssl(key, digest),
    private readonly dryRun = "DryRunOperationException",
  ) {}

  async send(command: unknown): Promise<unknown> {
    if (command instanceof GetPublicKeyCommand) {
      return { PublicKey: createPublicKey(this.key).export({ type: "spki", format: "der" }) };
    }
    if (!(command instanceof SignCommand)) throw new Error("not asked for");
    if (command.input.DryRun) throw named(this.dryRun);
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
const named = (name: string) => Object.assign(new Error("no"), { name });
const refusing = (name: string) => client({ send: () => Promise.reject(named(name)) });

describe("A signer in KMS", () => {
  it("signs records that verify with its public key alone, and hands out digests only", async () => {
    const kms = new DocumentedKms(newKey());
    const signer = await kmsSigner(KEY_ID, client(kms));
    const store = new FolderRecordStore(temporaryFolder());
    const lack = { requirement: "x", duties: [], what: "x".repeat(1000), fix: "x" };
    const longerThanKmsTakes = refused("no", { lacks: [lack, lack, lack, lack, lack] });
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

  it.each<[string, (key: KeyObject, digest: Uint8Array) => Buffer]>([
    ["that hashes the digest once more", (key, digest) => sign("sha256", digest, key)],
    ["whose alias was moved to another key", (_, digest) => signWithOpenssl(newKey(), digest)],
  ])("%s hands out no signature: readers would refuse it", async (_, signDigest) => {
    const key = newKey();
    const kms = new DocumentedKms(key, (digest) => signDigest(key, digest));
    const signer = await kmsSigner(KEY_ID, client(kms));
    await expect(signer.sign(Buffer.from("sums"))).rejects.toMatchObject({ code: "kms-signature-unfit" });
  });

  it("that the caller may not use is refused before anything is to be signed", async () => {
    const key = newKey();
    const kms = new DocumentedKms(key, (digest) => signWithOpenssl(key, digest), "AccessDeniedException");
    await expect(kmsSigner(KEY_ID, client(kms))).rejects.toMatchObject({
      code: "kms-key-unusable",
      problems: [{ given: "AccessDeniedException", fix: expect.stringContaining("kms:Sign") }],
    });
    expect(kms.asked).toEqual([]);
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

  it.each([
    ["does not answer", "ECONNREFUSED"],
    ["does not know the caller", "UnrecognizedClientException"],
    ["is asked without credentials", "CredentialsProviderError"],
  ])("says what to do when KMS %s", async (_, name) => {
    await expect(kmsSigner(KEY_ID, refusing(name))).rejects.toMatchObject({
      code: "kms-unreachable",
      problems: [{ where: KEY_ID, given: name }],
    });
  });

  it("passes on what it does not know", async () => {
    await expect(kmsSigner(KEY_ID, refusing("TypeError"))).rejects.toMatchObject({ name: "TypeError" });
  });
});
