import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { DatadogProvider } from "@cdktf/provider-datadog/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { names, type Environment } from "../configs";

/** Attempts the AWS provider makes against the embedded server: its default of 25 turns an error into minutes. */
const RETRIES_WHEN_EMULATED = 2;

/** A stack of one environment: its state's place and its providers, all from the environment's config. */
export abstract class EnvironmentStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    protected readonly environment: Environment,
  ) {
    super(scope, id);
    this.createBackend(id);
  }

  /** Whether the stack's state is a local file, which nobody else sees. */
  protected stateIsLocal(): boolean {
    return this.environment.terraform.backend.type === "local";
  }

  private createBackend(id: string): void {
    const { backend } = this.environment.terraform;
    if (backend.type === "local" || this.stateIsLocal()) {
      // Relative to cdktf.out/stacks/<stack>, so that two checkouts synthesize the same bytes.
      new LocalBackend(this, { path: `../../../.sandbox/state/${id}.tfstate` });
      return;
    }
    new S3Backend(this, {
      bucket: backend.bucket,
      region: backend.region,
      key: names(this.environment).stateKey(id),
      encrypt: true,
      ...(backend.kmsKeyAlias && { kmsKeyId: backend.kmsKeyAlias }),
    });
    // Terraform's own lock in S3 (1.10 and later), which the bindings of cdktf 0.21 do not know.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    if (this.environment.aws.emulated) this.addOverride("terraform.backend.s3.use_path_style", true);
  }

  /**
   * AWS provider, pinned to an account: applying to a wrong account is refused.
   *
   * @param accountId the environment's account unless the stack belongs to another
   */
  protected createAwsProvider(accountId = this.environment.aws.accountId): void {
    const { region, providerVersion } = this.environment.aws;
    this.pinProvider("aws", providerVersion);
    this.awsProvider("aws", region, accountId);
  }

  /** AWS provider of the replica: another region and, where the config says so, another account. */
  protected createReplicaProvider(): AwsProvider {
    const { aws, replica } = this.environment;
    const accountId = replica.accountId ?? aws.accountId;
    return this.awsProvider("replica", replica.region, accountId, {
      alias: "replica",
      ...(replica.deployRole && {
        assumeRole: [{ roleArn: `arn:aws:iam::${accountId}:role/${replica.deployRole}` }],
      }),
    });
  }

  private awsProvider(
    id: string,
    region: string,
    accountId: string,
    more: Partial<AwsProviderConfig> = {},
  ): AwsProvider {
    return new AwsProvider(this, id, {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [
        { tags: { "ai-act:environment": this.environment.id, "ai-act:managed-by": "ai-act-evidence" } },
      ],
      ...(this.environment.aws.emulated && {
        s3UsePathStyle: true,
        maxRetries: RETRIES_WHEN_EMULATED,
        skipMetadataApiCheck: "true",
      }),
      ...more,
    });
  }

  /** Datadog provider for the organisation's site. Keys come from DD_API_KEY and DD_APP_KEY, never from a file. */
  protected createDatadogProvider(): void {
    const { datadog } = this.environment;
    new DatadogProvider(this, "datadog", { apiUrl: `https://api.${datadog.site}/` });
    this.pinProvider("datadog", datadog.providerVersion);
  }

  /** The bindings ask for one version of their own; the environment decides. */
  private pinProvider(provider: string, version: string): void {
    this.addOverride(`terraform.required_providers.${provider}.version`, version);
  }
}
