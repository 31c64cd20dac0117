import { GetBucketVersioningCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs } from "../../configs";
import { command } from "../../sandbox/story/evidence-cli";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { createApp } from "../../stacks/app";
import { TeamConfigs } from "../configs/team";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { issuedKeys } from "../issued-keys";
import { temporaryFolder } from "../temporary";

const MINUTES = 60_000;
const BUCKET = "example-terraform-state-123456789012";
const STACK = "sandbox-terraform-state";
const DEPLOY = "arn:aws:iam::123456789012:role/evidence-deploy";

/** The way of docs/bootstrap.md, with the real Terraform, by the role that deploys. */
describe("The first steps of an account", () => {
  const checkout = temporaryFolder();
  const stackDir = join(checkout, "cdktf.out/stacks", STACK);
  const localState = join(checkout, ".sandbox/state", `${STACK}.tfstate`);
  let aws: EmbeddedAws;
  let env: NodeJS.ProcessEnv;
  let deployer: S3Client;

  const synth = (bucketStack: string) => {
    const backend = {
      type: "s3",
      bucket: BUCKET,
      region: "eu-central-1",
      kmsKeyAlias: "alias/terraform-state",
      bucketStack,
    };
    const team = new TeamConfigs().set("environments/sandbox.yaml", ["terraform", "backend"], backend);
    createApp(loadConfigs(team.dir), join(checkout, "cdktf.out")).synth();
  };
  const terraform = async (...args: string[]) => {
    const { status, stdout, stderr } = await command("terraform", [...args, "-no-color"], {
      cwd: stackDir,
      env,
    });
    return { status, said: stdout + stderr };
  };

  beforeAll(async () => {
    aws = await startAws();
    const keys = (await issuedKeys(aws, checkout, { deploy: DEPLOY })).get("deploy");
    if (!keys?.sessionToken) throw new Error("no keys were issued");
    const cliConfig = join(checkout, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    env = {
      ...process.env,
      ...aws.env,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
      TF_CLI_CONFIG_FILE: cliConfig,
      CHECKPOINT_DISABLE: "1",
    };
    deployer = new S3Client({
      endpoint: aws.env["AWS_ENDPOINT_URL"] ?? "",
      region: aws.region,
      forcePathStyle: true,
      credentials: keys,
    });
  }, 5 * MINUTES);
  afterAll(async () => {
    deployer?.destroy();
    await aws?.stop();
  }, MINUTES);

  it(
    "make the bucket of the state, with a local state",
    async () => {
      synth("local-state");
      expect(await terraform("init", "-input=false")).toMatchObject({ status: 0 });
      const applied = await terraform("apply", "-input=false", "-auto-approve");
      expect(applied.said).toContain("Apply complete! Resources: 9 added, 0 changed, 0 destroyed.");
      expect(existsSync(localState)).toBe(true);
      expect(await deployer.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).toMatchObject({
        Status: "Enabled",
      });
    },
    5 * MINUTES,
  );

  it(
    "move that state into the bucket it describes, which leaves nothing to change",
    async () => {
      synth("own-state");
      const moved = await terraform("init", "-input=false", "-migrate-state", "-force-copy");
      expect(moved.said).toContain('Successfully configured the backend "s3"!');
      expect(moved.status).toBe(0);
      const { Versions = [] } = await deployer.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
      expect(Versions.map(({ Key }) => Key)).toContain(`ai-act-evidence/${STACK}.tfstate`);
      rmSync(localState);
      const plan = await terraform("plan", "-input=false", "-detailed-exitcode");
      expect(plan).toMatchObject({ status: 0 });
      expect(plan.said).toContain("No changes.");
    },
    2 * MINUTES,
  );

  it(
    "lock the state while it is used, by a file in the bucket",
    async () => {
      const { Versions = [] } = await deployer.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
      expect(Versions.map(({ Key }) => Key)).toContain(`ai-act-evidence/${STACK}.tfstate.tflock`);
    },
    MINUTES,
  );

  it(
    "keep everyone else out: an administrator reads no state",
    async () => {
      const folder = join(temporaryFolder(), "stack");
      cpSync(stackDir, folder, { recursive: true });
      const others = { ...env, ...aws.env, AWS_SESSION_TOKEN: undefined };
      const { status, stderr } = await command("terraform", ["state", "list", "-no-color"], {
        cwd: folder,
        env: others,
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/403|Forbidden|AccessDenied/);
    },
    MINUTES,
  );
});
