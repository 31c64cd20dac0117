/** Where archives are written to: S3, or something like it in a test. */
import { PutObjectCommand, S3Client, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { Archive } from "./archives";

export interface ArchiveSink {
  /** Writes one object with the archive's storage class and encryption. Rejects when it cannot. */
  readonly put: (archive: Archive, key: string, body: Buffer) => Promise<void>;
}

/** S3 at `AWS_ENDPOINT_URL` (addressed by path, as emulators want it) or the real one; credentials as the SDK finds them. */
export function s3Sink(): ArchiveSink & { readonly close: () => void } {
  const client = new S3Client({
    forcePathStyle: process.env["AWS_ENDPOINT_URL"] !== undefined,
    maxAttempts: 2,
  });
  return {
    put: async (archive, key, body) => {
      const place = { Bucket: archive.bucket, Key: key, Body: body };
      await client.send(new PutObjectCommand({ ...place, ...storageOf(archive) }));
    },
    close: () => client.destroy(),
  };
}

function storageOf({ storageClass, encryption }: Archive): Partial<PutObjectCommandInput> {
  return {
    ...(storageClass !== undefined && {
      StorageClass: storageClass as PutObjectCommandInput["StorageClass"],
    }),
    ...(encryption.type === "SSE_S3" && { ServerSideEncryption: "AES256" }),
    ...(encryption.type === "SSE_KMS" && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: encryption.key }),
  };
}
