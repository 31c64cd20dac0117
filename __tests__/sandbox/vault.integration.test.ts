import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { names, stackName } from "../../configs";
import { embeddedS3 } from "../../sandbox/aws/client";
import { childEnvironment, down, up, type World } from "../../sandbox/world";
import { command } from "../../sandbox/story/evidence-cli";
import { Terraform } from "../../sandbox/terraform/terraform";
import { repositoryConfigs } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const ROOT = join(__dirname, "../..");
const CDKTF = join(ROOT, "node_modules/.bin/cdktf");
const STACK = stackName.evidenceVault("sandbox");
const MINUTES = 60_000;

/** The vault, deployed once by the CDKTF command line as a platform team does it, into an embedded AWS of its own. */
describe("The vault, deployed for real", () => {
  const checkout = temporaryFolder();
  const output = join(checkout, "cdktf.out");
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const Bucket = names(environment).vaultBucket;
  let world: World;
  let env: NodeJS.ProcessEnv;
  let s3: S3Client;

  const cdktf = (...args: string[]) => command(CDKTF, [...args, "--output", output], { cwd: ROOT, env });
  const terraform = () =>
    Terraform.on({ stackDir: join(output, "stacks", STACK), env, logFile: join(checkout, "terraform.log") });

  beforeAll(async () => {
    world = await up({ dir: join(checkout, ".sandbox"), stacksDir: join(output, "stacks") });
    env = childEnvironment(world.variables);
    s3 = embeddedS3(world.urls.aws);
  }, 10 * MINUTES);

  afterAll(async () => {
    s3?.destroy();
    await down({ dir: join(checkout, ".sandbox") });
  }, MINUTES);

  it(
    "is synthesized, compared and deployed by npx cdktf",
    async () => {
      expect(await cdktf("synth")).toMatchObject({ status: 0 });
      const diff = await cdktf("diff", STACK, "--skip-provider-lock");
      expect(stripVTControlCharacters(diff.stdout)).toContain("Plan: 117 to add, 0 to change, 0 to destroy");
      expect(diff.status).toBe(0);
      const deploy = await cdktf("deploy", STACK, "--skip-provider-lock", "--auto-approve");
      expect(stripVTControlCharacters(deploy.stdout)).toContain("117 added, 0 changed, 0 destroyed");
      expect(deploy.status).toBe(0);
      expect(existsSync(join(checkout, `.sandbox/state/${STACK}.tfstate`))).toBe(true);
    },
    5 * MINUTES,
  );

  it(
    "has nothing left to change: the second plan is empty",
    async () => expect(await (await terraform()).plan()).toEqual([]),
    MINUTES,
  );

  it("locks what is put into it for ten years, and refuses to delete it", async () => {
    const Key = "art12/dt=20261124/hour=21/archive_210000.0000.test.json.gz";
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "evidence" }));
    const locked = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(locked.ObjectLockMode).toBe("GOVERNANCE");
    const days = ((locked.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(3653);
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    expect(Versions).toHaveLength(1);
    expect(DeleteMarkers ?? []).toHaveLength(0);
  });

  it("lets a record's place be taken once, and only by who asks whether it is free", async () => {
    const Key = "records/exporter/000000000001.dsse.json";
    const put = (more: { IfNoneMatch?: string }) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: "record", ...more }));
    await expect(put({})).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await put({ IfNoneMatch: "*" });
    await expect(put({ IfNoneMatch: "*" })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  });

  it(
    "shows in the next plan that somebody changed it by hand, and is put back by applying",
    async () => {
      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      await s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
      );
      const deployed = await terraform();
      const changed = (await deployed.plan()).map(({ action, address }) => `${action} ${address}`);
      expect(changed).toContain("create aws_s3_bucket_policy.evidence_vault");
      expect(changed).toContain("update aws_s3_bucket_versioning.evidence_vault");
      await deployed.apply();
      expect(await deployed.plan()).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    "refuses to be destroyed",
    async () => {
      const destroy = await command("terraform", ["destroy", "-auto-approve", "-no-color", "-input=false"], {
        cwd: join(output, "stacks", STACK),
        env,
      });
      expect(destroy.status).toBe(1);
      expect(destroy.stderr).toContain("Instance cannot be destroyed");
      expect(await (await terraform()).plan()).toEqual([]);
    },
    MINUTES,
  );
});
