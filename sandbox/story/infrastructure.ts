import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3ServiceException,
} from "@aws-sdk/client-s3";
import { join } from "node:path";
import { names, stackName, type Configs, type Environment } from "../../configs";
import { storyUnexpected } from "../../errors";
import { embeddedS3 } from "../aws/client";
import { Terraform } from "../terraform/terraform";
import { childEnvironment, type World } from "../world";
import type { Result } from "./story";

/** The Terraform part of the story: the vault applied for real, the Datadog stacks as far as this machine lets them. */
export class Infrastructure {
  constructor(
    private readonly world: World,
    private readonly environment: Environment,
    private readonly stacksDir: string,
  ) {}

  async applyVault(at: (text: string) => void): Promise<Result> {
    const vault = await this.terraform(stackName.evidenceVault(this.environment.id));
    at("terraform apply on moto, about a minute the first time");
    const changes = await vault.apply();
    at("terraform plan again");
    await expectNoChanges(vault);
    const applied = changes.length > 0 ? `${changes.length} resources applied` : "nothing to apply";
    return `${applied}; second plan empty`;
  }

  /** The provider is in no registry every machine reaches: without its binary this part is skipped, not passed. */
  async validateDatadogStacks({ systems }: Configs): Promise<Result> {
    const provider = this.world.providers.find(({ provider }) => provider === "datadog/datadog");
    if (!provider) {
      return {
        skippedBecause:
          "no DataDog/datadog provider in a plugin directory of this machine (EVIDENCE_TF_PLUGIN_MIRROR names one); " +
          "the stand-in reads the synthesized archive itself",
      };
    }
    const { id, datadog } = this.environment;
    const stacks = [
      stackName.art12Logging(id),
      stackName.datadogOrganisation(datadog.org),
      ...systems.map((system) => stackName.art72Monitoring(id, system.id)),
    ];
    for (const stack of stacks) await (await this.terraform(stack)).validate();
    return `${stacks.length} stacks valid for the provider's own schema; not applied: the stand-in speaks the intake, not the API`;
  }

  /** An administrator tries to delete a log entry's object, then one version of it past its lock: both are refused. */
  async refuseDeletion(): Promise<Result> {
    const s3 = embeddedS3(this.world.urls.aws);
    const { vaultBucket: Bucket, archivePath } = names(this.environment);
    const { Versions } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: `${archivePath}/dt=`, MaxKeys: 1 }),
    );
    const [version] = Versions ?? [];
    if (!version?.Key) throw storyUnexpected("the vault", "at least one archived object", "none");
    const attempts = [
      new DeleteObjectCommand({ Bucket, Key: version.Key }),
      new DeleteObjectCommand({
        Bucket,
        Key: version.Key,
        VersionId: version.VersionId,
        BypassGovernanceRetention: true,
      }),
    ];
    for (const attempt of attempts) {
      const status = await s3.send(attempt).then(
        () => 204,
        (error: S3ServiceException) => error.$metadata.httpStatusCode,
      );
      if (status !== 403)
        throw storyUnexpected("deleting an archived object", "to be refused (403)", `status ${status}`);
    }
    return "an administrator's delete, and delete of a version with lock bypass: both refused (403)";
  }

  /** Somebody changes the vault by hand; the next plan names it, and applying puts it back. */
  async findDrift(at: (text: string) => void): Promise<Result> {
    const vault = await this.terraform(stackName.evidenceVault(this.environment.id));
    const s3 = embeddedS3(this.world.urls.aws);
    at("removing the bucket policy behind Terraform's back");
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: names(this.environment).vaultBucket }));
    at("terraform plan");
    const changes = await vault.plan();
    const found = changes.map(({ action, address }) => `${action} ${address}`).join(", ");
    if (!changes.some(({ address }) => address === "aws_s3_bucket_policy.evidence_vault")) {
      throw storyUnexpected(
        "drift",
        "the plan to name aws_s3_bucket_policy.evidence_vault",
        found || "an empty plan",
      );
    }
    at("putting it back");
    await vault.apply();
    await expectNoChanges(vault);
    return `policy removed by hand; the plan says: ${found}; put back, plan empty`;
  }

  private terraform(stack: string): Promise<Terraform> {
    return Terraform.on({
      stackDir: join(this.stacksDir, stack),
      env: childEnvironment(this.world.variables),
      logFile: join(this.world.dir, "logs", `terraform-${stack}.log`),
    });
  }
}

async function expectNoChanges(terraform: Terraform): Promise<void> {
  const changes = await terraform.plan();
  if (changes.length === 0) return;
  throw storyUnexpected(
    "terraform plan after apply",
    "no changes",
    changes.map(({ action, address }) => `${action} ${address}`).join(", "),
  );
}
