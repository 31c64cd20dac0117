import { KMSClient } from "@aws-sdk/client-kms";
import { signingKeyUnnamed } from "../errors";
import { kmsSigner, pemSigner, type Signer } from "../evidence/signing";

/** What `--signing-key` takes, for the help of every command that signs. */
export const SIGNING_KEY_HELP = "EC P-256 private key in PEM form, or kms: and a KMS key's id, ARN or alias";

const KMS = "kms:";

/**
 * The signer that `--signing-key` names: a PEM file, or `kms:` and the id, ARN or alias of a key in KMS. Credentials and
 * endpoint of KMS come from the environment, as for every AWS tool.
 *
 * @throws UserError when the key is missing, of another kind, or not to be used by the caller
 */
export async function signerOf(text: string, region: string): Promise<Signer> {
  if (text.trim() === "" || text.trim() === KMS) throw signingKeyUnnamed(text);
  if (!signsInKms(text)) return pemSigner(text);
  return kmsSigner(text.slice(KMS.length), new KMSClient({ region }));
}

/** Whether the key that `--signing-key` names never leaves KMS. */
export function signsInKms(text: string): boolean {
  return text.startsWith(KMS);
}
