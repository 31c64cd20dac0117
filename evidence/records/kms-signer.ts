import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { createHash, createPublicKey } from "node:crypto";
import { kmsKeyUnusable } from "../../errors";
import { isP256, type Signer } from "../export/signer";

/** What KMS says when a key cannot be used, and what to do about it. */
const FIXES: Readonly<Record<string, string>> = {
  NotFoundException: "check the key's id or alias, the account and the region",
  DisabledException: "have the key enabled, or rotate to a new one in a key ceremony",
  KMSInvalidStateException:
    "cancel its deletion if it is scheduled, or rotate to a new key in a key ceremony",
  AccessDeniedException: "use the role that this key belongs to; it needs kms:Sign and kms:GetPublicKey",
  InvalidKeyUsageException: "name a key of usage SIGN_VERIFY",
  UnsupportedOperationException: "name an asymmetric key of spec ECC_NIST_P256 and usage SIGN_VERIFY",
};

/**
 * A signer whose private key never leaves KMS. The digest is signed, not the bytes: KMS takes at most 4,096 bytes.
 * Needs kms:GetPublicKey once and kms:Sign.
 *
 * @param keyId id, ARN or alias of a key of spec ECC_NIST_P256 and usage SIGN_VERIFY
 * @throws UserError when KMS refuses, or the key is of another kind
 */
export async function kmsSigner(keyId: string, client: Pick<KMSClient, "send">): Promise<Signer> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId })).catch(refused(keyId));
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
  if (!isP256(publicKey)) {
    throw kmsKeyUnusable(
      keyId,
      `a key of type ${publicKey.asymmetricKeyType}`,
      "name a key of spec ECC_NIST_P256",
    );
  }
  return {
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    sign: async (bytes) => {
      const command = new SignCommand({
        KeyId: keyId,
        Message: createHash("sha256").update(bytes).digest(),
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { Signature } = await client.send(command).catch(refused(keyId));
      return Buffer.from(Signature ?? []);
    },
  };
}

function refused(keyId: string): (error: unknown) => never {
  return (error) => {
    const fix = error instanceof Error ? FIXES[error.name] : undefined;
    throw fix === undefined ? error : kmsKeyUnusable(keyId, (error as Error).name, fix);
  };
}
