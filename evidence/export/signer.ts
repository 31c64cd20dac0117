import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { signingKeyInvalid, signingKeyMissing, signingKeyReadableByOthers } from "../../errors";

/** How bundles are signed; stands in `manifest.json`. */
export const SIGNATURE_ALGORITHM = "ecdsa-p256-sha256";

/** Signs bundles with a key that only the exporter holds. */
export interface Signer {
  /** Public key as PEM (SubjectPublicKeyInfo). */
  readonly publicKeyPem: string;
  /** ECDSA over P-256 with SHA-256, DER encoded, as `openssl dgst -verify` reads it. */
  sign(bytes: Uint8Array): Promise<Buffer>;
}

/**
 * A signer with a private key in a PEM file that only its owner may read. Throws UserError when the file is missing,
 * holds no unencrypted EC P-256 private key, or can be read by everybody.
 */
export async function pemSigner(file: string): Promise<Signer> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw signingKeyMissing(file);
  if ((found.mode & 0o007) !== 0) throw signingKeyReadableByOthers(file, (found.mode & 0o777).toString(8));
  const key = privateKey(file, await readFile(file, "utf8"));
  return {
    publicKeyPem: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    sign: async (bytes) => sign("sha256", bytes, key),
  };
}

/** SHA-256 of the public key's DER bytes, hex: `openssl pkey -pubin -outform DER | sha256sum` prints the same. */
export function fingerprint(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}

/** Whether a key is of the one kind that bundles are signed with. */
export function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1";
}

function privateKey(file: string, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw signingKeyInvalid(file, "no private key in PEM form, or one with a passphrase");
  }
  if (isP256(key)) return key;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  throw signingKeyInvalid(
    file,
    `a private key of type ${key.asymmetricKeyType}${curve ? ` on ${curve}` : ""}`,
  );
}
