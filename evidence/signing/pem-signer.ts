import { createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { signingKeyInvalid, signingKeyMissing, signingKeyReadableByOthers } from "../../errors";
import { isP256, type Signer } from "./signer";

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
