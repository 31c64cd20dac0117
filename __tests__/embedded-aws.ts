import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedS3 } from "../sandbox/aws/client";
import { DEFAULT_DIR } from "../sandbox/world";
import { AWS_CREDENTIALS } from "../sandbox/world/environment";
import { freePort, LOOPBACK } from "../sandbox/world/ports";
import { ensurePython } from "../sandbox/world/python";

const SERVER = join(__dirname, "../sandbox/aws/server.py");
const REGION = "eu-central-1";

/** The embedded AWS alone, on a port of its own. */
export interface EmbeddedAws {
  readonly region: string;
  /** What a process needs in its environment to use it. */
  readonly env: Record<string, string>;
  readonly s3: S3Client;
  /** Makes a locked bucket, as the vault's is. */
  lockedBucket(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts moto with what the sandbox mends of it. */
export async function startAws(): Promise<EmbeddedAws> {
  const { python } = await ensurePython(DEFAULT_DIR);
  const port = await freePort();
  const url = `http://${LOOPBACK}:${port}`;
  const server = spawn(python, [SERVER, "-H", LOOPBACK, "-p", String(port)], { stdio: "ignore" });
  await healthy(server, `${url}/moto-api/`);
  const s3 = embeddedS3(url);
  return {
    region: REGION,
    env: { ...AWS_CREDENTIALS, AWS_ENDPOINT_URL: url },
    s3,
    lockedBucket: async (Bucket) => {
      const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
      await s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }),
      );
    },
    stop: async () => {
      s3.destroy();
      server.kill();
      if (server.exitCode === null) await once(server, "exit");
    },
  };
}

async function healthy(server: ChildProcess, url: string): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`the embedded AWS ended with ${server.exitCode}`);
}
