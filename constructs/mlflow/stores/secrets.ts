import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import { deny } from "../../evidence-vault/bucket-policy";
import { policyDocument } from "../../policy-document";
import { POSTGRES_PORT, type Database, type PartProps, type Secrets } from "../parts";

const DUTIES: readonly Duty[] = ["Art17(1)", "Art78"];
/** Longest waiting time of Secrets Manager, in days: a deletion can still be called off. */
const RECOVERY_DAYS = 30;
/** A new number, in a change of its own, makes new values: docs/mlflow-stack.md. */
const VALUES = 1;

/** A secret whose value is made at deploy. */
interface MadeSecret {
  /** Address of secret, version, policy and random password, frozen once deployed. */
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  /** Length of the random text it is made of, letters and digits. */
  readonly characters: number;
  /** Terraform expression of the value. @param random expression of the random text */
  value(random: string): string;
  /** Execution roles that hand it to a container. */
  readonly readBy: readonly string[];
}

/** A login of the database: as JSON with `username`, `password` and `uri`. */
function login(
  logicalId: string,
  user: string,
  uri: (password: string) => string,
  readBy: readonly string[],
): MadeSecret {
  return {
    logicalId: `mlflow_${logicalId}_login`,
    name: `${logicalId}-login`,
    description: `Login ${user} of MLflow's database server`,
    characters: 40,
    value: (random) =>
      `\${jsonencode({username = "${user}", password = ${random}, uri = "${uri(`\${${random}}`)}"})}`,
    readBy,
  };
}

const sessionKeys: MadeSecret = {
  logicalId: "mlflow_session_keys",
  name: "session-keys",
  description: "Keys of sign-in sessions at the gate, base64, newest first",
  // As many bytes as the gate asks of a key: letters and digits alone still make 190 bits of chance.
  characters: 32,
  value: (random) => `\${base64encode(${random})}`,
  readBy: ["execution"],
};

export interface ServiceSecretsProps extends PartProps {
  readonly kmsKeyArn: string;
  readonly database: Pick<Database, "address">;
}

/**
 * Secrets that the service's programs share. AWS makes the random part while Terraform runs (ephemeral), and Terraform
 * hands it on without keeping it (write-only): it is in no plan and no state. Only those are let read who hand it to a
 * container, and who deploys: the provider looks whether a value is there.
 *
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/ephemeral (Terraform 1.11, OpenTofu 1.11)
 */
export class ServiceSecrets extends Construct {
  readonly secrets: Secrets;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceSecretsProps,
  ) {
    super(scope, id);
    const at = `${props.database.address}:${POSTGRES_PORT}`;
    const ofMlflow = (user: string) => (password: string) =>
      `postgresql+psycopg2://${user}:${password}@${at}/mlflow`;
    const ofGate = (password: string) => `postgres://gate:${password}@${at}/gate?sslmode=verify-full`;
    const service = ["execution"];
    this.secrets = {
      mlflowDatabase: this.make(login("mlflow", "mlflow", ofMlflow("mlflow"), service)),
      gateDatabase: this.make(login("gate", "gate", ofGate, service)),
      readerDatabase: this.make(
        login("reader", "mlflow_reader", ofMlflow("mlflow_reader"), [...service, "jobs-execution"]),
      ),
      sessionKeys: this.make(sessionKeys),
    };
  }

  private make({ logicalId, name, description, characters, value, readBy }: MadeSecret): string {
    const { environment, kmsKeyArn } = this.props;
    const id = { logicalId, duties: DUTIES };
    const secret = evidenceResource(
      new SecretsmanagerSecret(this, name, {
        name: names(environment).mlflow(name),
        description,
        kmsKeyId: kmsKeyArn,
        recoveryWindowInDays: RECOVERY_DAYS,
        tags: dutyTags(DUTIES),
      }),
      { ...id, preventDestroy: true },
    );
    const policy = new SecretsmanagerSecretPolicy(this, `${name}-policy`, {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: this.policyFor(readBy),
    });
    evidenceResource(policy, id);
    const version = new SecretsmanagerSecretVersion(this, `${name}-value`, {
      secretId: secret.id,
      secretStringWo: value(this.random(logicalId, characters)),
      secretStringWoVersion: VALUES,
    });
    evidenceResource(version, { ...id, preventDestroy: true });
    return secret.arn;
  }

  /** @returns the expression of a random text that Terraform forgets. The bindings know no ephemeral resources. */
  private random(logicalId: string, characters: number): string {
    TerraformStack.of(this).addOverride(`ephemeral.aws_secretsmanager_random_password.${logicalId}`, {
      password_length: characters,
      exclude_punctuation: true,
    });
    return `ephemeral.aws_secretsmanager_random_password.${logicalId}.random_password`;
  }

  private policyFor(readBy: readonly string[]): string {
    const { environment, service } = this.props;
    const { mlflowRoleArn, deployRoleArn, breakGlassRoleArn } = names(environment);
    const handing = readBy.filter((role) => executionRoles(service).includes(role));
    const unless = (...roles: readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": roles } });
    return policyDocument([
      deny(
        "DenyReadingByOthers",
        "secretsmanager:GetSecretValue",
        "*",
        unless(...handing.map(mlflowRoleArn), deployRoleArn, breakGlassRoleArn),
      ),
      deny(
        "DenyChangesByOthers",
        [
          "secretsmanager:DeleteResourcePolicy",
          "secretsmanager:DeleteSecret",
          "secretsmanager:PutResourcePolicy",
          "secretsmanager:PutSecretValue",
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:UpdateSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        "*",
        unless(deployRoleArn, breakGlassRoleArn),
      ),
    ]);
  }
}

/** Execution roles that there are: a name that no role has is a name that somebody else may take. */
function executionRoles({ images, scheduledBy }: PartProps["service"]): readonly string[] {
  if (!images) return [];
  return scheduledBy === "eventbridge" ? ["execution", "jobs-execution"] : ["execution"];
}
