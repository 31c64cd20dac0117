/** Checkpoints of a sample application: its own signing key, and its own way into the vault. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { pemCheckpointSigner, type CheckpointOptions } from "../../clients/node";
import { applicationDir } from "./application-dir";

export interface ApplicationCheckpoints extends CheckpointOptions {
  /** The key's public half, for the key ring. */
  readonly publicKeyPem: string;
}

/** Checkpoints of one system's processes in a world, put into `bucket`; the key is made at the first call. */
export async function applicationCheckpoints(
  worldDir: string,
  systemId: string,
  s3: S3Client,
  bucket: string,
): Promise<ApplicationCheckpoints> {
  const pem = await signingKey(join(applicationDir(worldDir), "keys"), `${systemId}.checkpoints.pem`);
  return {
    signer: pemCheckpointSigner(pem),
    publicKeyPem: createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "pem" }).toString(),
    put: async (Key, Body) => {
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, IfNoneMatch: "*" }));
        return "written";
      } catch (error) {
        if ((error as Error).name === "PreconditionFailed") return "taken";
        throw error;
      }
    },
  };
}

async function signingKey(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const file = join(folder, name);
  // Two starting at once: the second finds the first one's file.
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), {
    mode: 0o600,
    flag: "wx",
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return readFile(file, "utf8");
}
