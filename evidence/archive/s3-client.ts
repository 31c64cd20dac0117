import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";

/**
 * A client of S3 that loads the AWS SDK with its first command: loading it takes as long as all the rest of a program, and
 * most programs that could read a vault never do.
 */
export function s3Client(config: S3ClientConfig): Pick<S3Client, "send"> {
  let client: Promise<S3Client> | undefined;
  const send = async (...command: Parameters<S3Client["send"]>) => {
    client ??= import("@aws-sdk/client-s3").then(({ S3Client }) => new S3Client(config));
    return (await client).send(...command);
  };
  return { send } as Pick<S3Client, "send">;
}
