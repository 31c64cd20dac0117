import type { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { createHash, createPublicKey, verify } from "node:crypto";
import { kmsKeyUnusable, kmsSignatureUnfit, kmsUnreachable } from "../../errors";
import { awsFaultNames } from "../archive";
import { isP256, type Signer } from "./signer";

/** What KMS says when a key cannot be used, and what to do about it. */
const FIXES: Readonly<Record<string, string>> = {
  NotFoundException: "check the key's id or alias, the account and the region",
  DisabledException: "have the key enabled, or rotate to a new one in a key ceremony",
  KMSInvalidStateException:
    "cancel its deletion if it is scheduled, or rotate to a new key in a key ceremony",
  AccessDeniedException: "use the role that this key belongs to; it needs kms:Sign and kms:GetPublicKey",
  InvalidKeyUsageException: "name a key of usage SIGN_VERIFY",
  UnsupportedOperationException: "name an asymmetric key of spec ECC_NIST_P256 and usage SIGN_VERIFY",
  ValidationException: "name the key by its id, its ARN or its alias (alias/...)",
};

/** Names of faults between here and KMS, none of them the key's. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "ExpiredTokenException",
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "TimeoutError",
]);

/**
 * A signer whose private key never leaves KMS. The digest is signed, not the bytes: KMS takes at most 4,096 bytes.
 * Needs kms:GetPublicKey once and kms:Sign. Each signature is verified before it is handed out: an alias may have been
 * moved to another key since the public key was read.
 *
 * @param keyId id, ARN or alias of a key of spec ECC_NIST_P256 and usage SIGN_VERIFY
 * @throws UserError when KMS refuses or cannot be reached, the key is of another kind, or a signature is not its own
 */
export async function kmsSigner(keyId: string, client: Pick<KMSClient, "send">): Promise<Signer> {
  const { GetPublicKeyCommand } = await import("@aws-sdk/client-kms");
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId })).catch(refused(keyId));
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
  if (!isP256(publicKey)) {
    throw kmsKeyUnusable(
      keyId,
      `a key of type ${publicKey.asymmetricKeyType}`,
      "name a key of spec ECC_NIST_P256",
    );
  }
  await mayBeSignedWith(keyId, client);
  return {
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    sign: async (bytes) => {
      const command = await signCommand(keyId, createHash("sha256").update(bytes).digest());
      const { Signature } = await client.send(command).catch(refused(keyId));
      const signature = Buffer.from(Signature ?? []);
      if (!verify("sha256", bytes, publicKey, signature)) throw kmsSignatureUnfit(keyId);
      return signature;
    },
  };
}

/** Asks KMS without having anything signed: hours of work may lie between here and the first signature. */
async function mayBeSignedWith(keyId: string, client: Pick<KMSClient, "send">): Promise<void> {
  try {
    await client.send(await signCommand(keyId, Buffer.alloc(32), true));
  } catch (error) {
    // How KMS says that it would have signed.
    if (!(error instanceof Error && error.name === "DryRunOperationException")) refused(keyId)(error);
  }
}

async function signCommand(keyId: string, digest: Uint8Array, dryRun?: true): Promise<SignCommand> {
  const { SignCommand } = await import("@aws-sdk/client-kms");
  return new SignCommand({
    KeyId: keyId,
    Message: digest,
    MessageType: "DIGEST",
    SigningAlgorithm: "ECDSA_SHA_256",
    ...(dryRun && { DryRun: true }),
  });
}

function refused(keyId: string): (error: unknown) => never {
  return (error) => {
    const names = [...awsFaultNames(error)];
    const name = names.find((one) => FIXES[one] !== undefined);
    if (name !== undefined) throw kmsKeyUnusable(keyId, name, FIXES[name]!);
    const unreachable = names.find((one) => UNREACHABLE.has(one));
    throw unreachable === undefined ? error : kmsUnreachable(keyId, unreachable);
  };
}
