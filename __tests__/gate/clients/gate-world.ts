import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadConfigs, names, type Environment, type System } from "../../../configs";
import { ROLES } from "../../../evidence/records";
import { embeddedS3 } from "../../../sandbox/aws/client";
import { tokenOf } from "../../../sandbox/issuer/token-of";
import { writeKeyRing } from "../../../sandbox/story/keys";
import { childEnvironment, down, up, type World } from "../../../sandbox/world";
import { AWS_CREDENTIALS } from "../../../sandbox/world/environment";
import { temporaryFolder } from "../../temporary";

const REPOSITORY = resolve(__dirname, "../../..");

/** A world with its gate, and of the vault what the gate needs: the bucket, keys and the key ring. */
export interface GateWorld {
  readonly world: World;
  readonly environment: Environment;
  readonly system: System;
  /** What a program of this person, or of the program that trains, has in its environment. */
  as(login: string): Promise<NodeJS.ProcessEnv>;
  /** What MLflow behind the gate says. */
  mlflow<T>(path: string): Promise<T>;
  /** Brings back what was killed. */
  up(): Promise<World>;
  stop(): Promise<void>;
}

export async function startGateWorld(): Promise<GateWorld> {
  const dir = await mkdtemp(join(tmpdir(), "gate-world-"));
  const options = { dir, stacksDir: temporaryFolder(), stacks: [] };
  const world = await up(options);
  const configs = loadConfigs(join(REPOSITORY, "configs"));
  const environment = found(configs.environments, "sandbox");
  await makeVault(world, environment);
  return {
    world,
    environment,
    system: found(configs.systems, "credit-scoring"),
    as: async (login) => ({
      ...childEnvironment(world.variables),
      MLFLOW_TRACKING_TOKEN: await tokenOf(world.urls.issuer, login),
    }),
    mlflow: async <T>(path: string) => {
      const response = await fetch(`${world.urls.mlflow}/api/2.0/mlflow/${path}`);
      return (await response.json()) as T;
    },
    up: () => up(options),
    stop: async () => {
      await down({ dir });
      await rm(dir, { recursive: true });
    },
  };
}

/** What `terraform apply` of the vault makes in a minute, as far as the gate uses it. */
async function makeVault(world: World, environment: Environment): Promise<void> {
  const s3 = embeddedS3(world.urls.aws);
  const { vaultBucket: Bucket, signingKeyAlias } = names(environment);
  const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" } as const;
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }),
  );
  s3.destroy();
  const credentials = {
    accessKeyId: AWS_CREDENTIALS.AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_CREDENTIALS.AWS_SECRET_ACCESS_KEY,
  };
  const kms = new KMSClient({ endpoint: world.urls.aws, region: "eu-central-1", credentials });
  for (const role of ROLES) {
    const spec = { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" } as const;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand(spec));
    const alias = { AliasName: signingKeyAlias(role), TargetKeyId: KeyMetadata?.KeyId };
    await kms.send(new CreateAliasCommand(alias));
  }
  kms.destroy();
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const emitter = publicKey.export({ type: "spki", format: "pem" }).toString();
  await writeKeyRing(world, environment, { publicKey: emitter, system: "credit-scoring" });
}

function found<T extends { readonly id: string }>(all: readonly T[], id: string): T {
  const item = all.find((each) => each.id === id);
  if (!item) throw new Error(`configs/ declare no ${id}`);
  return item;
}
