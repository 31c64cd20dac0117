import { DescribeKeyCommand, GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { createPublicKey } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { names, type Environment } from "../../configs";
import { EMITTER_ROLE, ROLES } from "../../evidence/records";
import { fingerprint } from "../../evidence/signing";
import { AWS_CREDENTIALS } from "../world/environment";
import type { World } from "../world";
import { keyRingFile } from "../world/mlflow-services";

/**
 * Writes the key ring of the world's vault and returns the file. Elsewhere people make it, in a key ceremony, and hand it
 * on by another way than the records; here it is what KMS says.
 */
export async function writeKeyRing(
  world: World,
  environment: Environment,
  emitter: { readonly publicKey: string; readonly system: string },
): Promise<string> {
  const kms = embeddedKms(world.urls.aws);
  const keys = await Promise.all(
    ROLES.map(async (role) => {
      const KeyId = names(environment).signingKeyAlias(role);
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" })
        .export({ type: "spki", format: "pem" })
        .toString();
      const validFrom = (KeyMetadata?.CreationDate ?? new Date(0)).toISOString();
      return { keyId: fingerprint(publicKey), role, publicKey, validFrom };
    }),
  );
  kms.destroy();
  const emitterKey = {
    keyId: fingerprint(emitter.publicKey),
    role: EMITTER_ROLE,
    systems: [emitter.system],
    publicKey: emitter.publicKey,
    // As long as the vault's own: the application was there before.
    validFrom: keys.map(({ validFrom }) => validFrom).sort()[0],
  };
  const file = keyRingFile(world.dir);
  const ring = { schemaVersion: "1.0.0", keys: [...keys, emitterKey] };
  await writeFile(file, `${JSON.stringify(ring, null, 2)}\n`);
  return file;
}

function embeddedKms(endpoint: string): KMSClient {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION: region } = AWS_CREDENTIALS;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return new KMSClient({ endpoint, region, credentials });
}
