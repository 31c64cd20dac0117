import { S3Client } from "@aws-sdk/client-s3";
import { AWS_CREDENTIALS } from "../world/environment";

/** S3 of an embedded AWS, as its account's administrator. */
export function embeddedS3(endpoint: string): S3Client {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
  } = AWS_CREDENTIALS;
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
}
