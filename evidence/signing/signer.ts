import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** How bundles and records are signed; stands in `manifest.json`. */
export const SIGNATURE_ALGORITHM = "ecdsa-p256-sha256";

/** Signs bundles and records with a key that only its owner holds. */
export interface Signer {
  /** Public key as PEM (SubjectPublicKeyInfo). */
  readonly publicKeyPem: string;
  /** ECDSA over P-256 with SHA-256, DER encoded, as `openssl dgst -verify` reads it. */
  sign(bytes: Uint8Array): Promise<Buffer>;
}

/** SHA-256 of the public key's DER bytes, hex: `openssl pkey -pubin -outform DER | sha256sum` prints the same. */
export function fingerprint(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}

/** Whether a key is of the one kind that bundles and records are signed with. */
export function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1";
}
