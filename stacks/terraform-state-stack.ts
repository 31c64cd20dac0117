import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { StateBucket, type StateBucketProps } from "../constructs/terraform-state/state-bucket";
import { EnvironmentStack } from "./environment-stack";

/**
 * `<environment>-terraform-state`: the bucket in which all stacks of the environment keep their state. Its own state is a
 * local file at first, because the bucket is not there yet, and moves into it then (docs/bootstrap.md).
 */
class TerraformStateStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: Omit<StateBucketProps, "environment">) {
    super(scope, stackName.terraformState(environment.id), environment);
    this.createAwsProvider();
    new StateBucket(this, "StateBucket", { environment, ...props });
  }

  protected override stateIsLocal(): boolean {
    const { backend } = this.environment.terraform;
    return backend.type === "local" || backend.bucketStack === "local-state";
  }
}

/** The stack of the state's bucket, where the environment's config asks for it. */
export function terraformStateStack(
  scope: Construct,
  environment: Environment,
): TerraformStateStack | undefined {
  const { backend } = environment.terraform;
  if (backend.type !== "s3" || backend.bucketStack === "none") return undefined;
  const { bucket, kmsKeyAlias, usedBy } = backend;
  if (kmsKeyAlias === undefined) throw new Error(`${environment.id}: the state has no key`);
  return new TerraformStateStack(scope, environment, { bucket, kmsKeyAlias, usedBy });
}
