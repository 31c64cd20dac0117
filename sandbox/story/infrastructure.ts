import { DeleteObjectCommand, ListObjectVersionsCommand, type S3ServiceException } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { names, stackName, type Configs, type Environment } from "../../configs";
import { storyUnexpected } from "../../errors";
import { embeddedS3 } from "../aws/client";
import { datadogProviderMissing, pointAtStandIn } from "../terraform/datadog-provider";
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

  /**
   * The Datadog stacks, applied to the stand-in by the real provider. That is in no registry every machine reaches: without
   * its binary this part is skipped, not passed, and the stand-in plays an apply.
   */
  async applyDatadogStacks({ systems }: Configs, at: (text: string) => void): Promise<Result> {
    const { id, datadog } = this.environment;
    const missing = datadogProviderMissing(this.world.providers, datadog.providerVersion);
    if (missing !== undefined) {
      await this.synthesizedInStandIn("POST");
      return { skippedBecause: `${missing}; the stand-in plays an apply of the synthesized stacks` };
    }
    await this.synthesizedInStandIn("DELETE");
    const stacks = [
      stackName.art12Logging(id),
      stackName.datadogOrganisation(datadog.org),
      ...systems
        .filter(({ environments }) => environments === "all" || environments.includes(id))
        .map((system) => stackName.art72Monitoring(id, system.id)),
    ];
    let applied = 0;
    for (const stack of stacks) applied += await this.applyToStandIn(stack, at);
    const resources = applied > 0 ? `${applied} resources applied to the stand-in` : "nothing to apply";
    return `${stacks.length} stacks: ${resources}; second plan empty`;
  }

  /** @returns how many resources there were to apply; then there is nothing left to change */
  private async applyToStandIn(stack: string, at: (text: string) => void): Promise<number> {
    const leadBack = await pointAtStandIn(join(this.stacksDir, stack), this.world.urls.datadog);
    try {
      const terraform = await this.terraform(stack);
      at(`terraform apply of ${stack}`);
      const changes = await terraform.apply();
      at(`terraform plan of ${stack} again`);
      await expectNoChanges(terraform);
      return changes.length;
    } finally {
      await leadBack();
    }
  }

  /** What the stand-in makes of the synthesized stacks by itself: makes it, or takes it away for Terraform to make. */
  private async synthesizedInStandIn(method: "POST" | "DELETE"): Promise<void> {
    const { status } = await fetch(`${this.world.urls.datadog}/__sandbox/stacks`, { method });
    if (status !== 200)
      throw storyUnexpected("the stand-in, asked for the synthesized stacks", "200", `status ${status}`);
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
