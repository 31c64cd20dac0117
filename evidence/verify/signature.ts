import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { publicKeyInvalid } from "../../errors";
import { BUNDLE_FILES } from "../export";
import { fingerprint, isP256 } from "../signing";
import type { CheckList } from "./check";
import type { BundleReader } from "./folder";

const KEY_FILE = "exporter.pub.pem";

/** With which key a bundle was verified. */
export interface VerifyingKey {
  /** SHA-256 of the public key's DER bytes, hex; undefined when there was no usable key. */
  readonly fingerprint: string | undefined;
  /** Given by the reader. Otherwise it is the bundle's own, and who holds it is not shown by this verification. */
  readonly pinned: boolean;
}

/** A folder with files of small size. */
type Files = Pick<BundleReader, "read">;
type Checks = Pick<CheckList<"signature">, "fail" | "cannotTell">;

/** Checks the signature of SHA256SUMS, with the reader's own copy of the key if there is one. Throws UserError for that. */
export async function checkSignature(
  bundle: Files,
  pinnedKeyFile: string | undefined,
  checks: Checks,
): Promise<VerifyingKey> {
  const pinned = pinnedKeyFile === undefined ? undefined : await pinnedKey(pinnedKeyFile);
  const own = await ownKey(bundle, checks);
  const key = pinned ?? own;
  const sums = await bundle.read(BUNDLE_FILES.sums);
  const signature = await bundle.read(BUNDLE_FILES.signature);
  const found = key === undefined ? undefined : fingerprintOf(key);
  if (key === undefined || sums === undefined || signature === undefined) {
    checks.cannotTell("signature", "list, signature or key is not there", BUNDLE_FILES.signature);
  } else if (!isSignedBy(key, sums, signature)) {
    checks.fail("signature", `it is not SHA256SUMS signed with the key ${found}`, BUNDLE_FILES.signature);
  }
  if (pinned !== undefined && own !== undefined && fingerprintOf(own) !== found) {
    checks.fail("signature", `it is another key than the one given: ${fingerprintOf(own)}`, KEY_FILE);
  }
  return { fingerprint: found, pinned: pinned !== undefined };
}

function isSignedBy(key: KeyObject, sums: Buffer, signature: Buffer): boolean {
  try {
    return verify("sha256", sums, key, signature);
  } catch {
    return false;
  }
}

async function pinnedKey(file: string): Promise<KeyObject> {
  const pem = await readFile(file, "utf8").catch(() => undefined);
  if (pem === undefined) throw publicKeyInvalid(file, "no such file");
  const key = publicKey(pem);
  if (key === undefined) throw publicKeyInvalid(file, "something else");
  return key;
}

async function ownKey(bundle: Files, checks: Checks): Promise<KeyObject | undefined> {
  const pem = await bundle.read(KEY_FILE);
  const key = pem === undefined ? undefined : publicKey(pem.toString("utf8"));
  if (pem !== undefined && key === undefined)
    checks.fail("signature", "it is not an EC P-256 public key", KEY_FILE);
  return key;
}

function publicKey(pem: string): KeyObject | undefined {
  // A private key would be taken too, and its public half used: whoever sends one should be told.
  if (!pem.includes("BEGIN PUBLIC KEY")) return undefined;
  try {
    const key = createPublicKey(pem);
    return isP256(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

function fingerprintOf(key: KeyObject): string {
  return fingerprint(key.export({ type: "spki", format: "pem" }).toString());
}
