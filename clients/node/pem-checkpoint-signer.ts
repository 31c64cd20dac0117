import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import type { CheckpointSigner } from "./checkpoint";
import { Art12ConfigError } from "./errors";

/**
 * Signs checkpoints with a private key in PEM form, from a secret store.
 * @throws Art12ConfigError when it is no unencrypted EC P-256 private key
 */
export function pemCheckpointSigner(pem: string): CheckpointSigner {
  const key = privateKey(pem);
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    keyId: createHash("sha256").update(der).digest("hex"),
    sign: async (bytes) => sign("sha256", bytes, key),
  };
}

function privateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // Told below, in the same words: what is wrong with a secret is not repeated.
  }
  throw new Art12ConfigError({
    code: "bad-checkpoint-key",
    field: "checkpoints.signer",
    needed: "must be an EC P-256 private key in PEM form, without a passphrase",
    fix: "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 makes one",
  });
}
