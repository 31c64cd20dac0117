import { names, type Environment } from "../../../configs";
import { onKey } from "../../key-by-alias";
import type { PolicyStatement } from "../../policy-document";
import type { LogGroupName } from "../parts";
import type { Container } from "./container";

/** Registry of an account in ECR: its account, its region. */
const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@:]+)@/;

/** Lets ECS start tasks of this account, and nobody else. */
export function tasksOf({ aws: { accountId, region } }: Environment): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:ecs:${region}:${accountId}:*` },
    },
  };
}

/** What ECS does on behalf of tasks with these containers: pulls their images, reads their secrets, writes their logs. */
export function executionRights(
  environment: Environment,
  containers: readonly Container[],
): readonly PolicyStatement[] {
  const repositories = [...new Set(containers.flatMap(({ image }) => repositoryArn(image)))];
  const secrets = containers.flatMap((each) => Object.values(each.secrets ?? {}).map(secretOf));
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [...new Set(containers.map(({ logs }) => logStreams(environment, logs)))],
    },
    ...(repositories.length > 0 ? pulls(repositories) : []),
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: [...new Set(secrets)],
    },
    { Sid: "DecryptSecrets", ...onServiceKey(environment, ["kms:Decrypt"], "secretsmanager") },
  ];
}

/** What an MLflow does with artifacts: it keeps them, or only reads them. */
export function artifactRights(environment: Environment, may: "keep" | "read"): readonly PolicyStatement[] {
  const { artifactsBucketArn } = names(environment);
  return [
    { Sid: "ListArtifacts", Effect: "Allow", Action: "s3:ListBucket", Resource: artifactsBucketArn },
    {
      Sid: may === "keep" ? "KeepArtifacts" : "ReadArtifacts",
      Effect: "Allow",
      // No right to delete: what a client deletes in MLflow is hidden there, and stays here.
      Action: may === "keep" ? ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"] : "s3:GetObject",
      Resource: `${artifactsBucketArn}/mlflow/*`,
    },
    {
      Sid: "UseKey",
      ...onServiceKey(
        environment,
        may === "keep" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
        "s3",
      ),
    },
  ];
}

/** Taking roles of the vault: their own policies say what may be done there. */
export const vaultRights = (environment: Environment, roles: readonly string[]): PolicyStatement => ({
  Sid: "TakeVaultRole",
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Resource: roles.map((role) => names(environment).vaultRoleArn(role)),
});

/** Rights on the stack's key, used through one service alone. */
export const onServiceKey = (
  environment: Environment,
  actions: readonly string[],
  service: NonNullable<Parameters<typeof onKey>[3]>,
) => onKey(environment, names(environment).mlflowKeyAlias, actions, service);

const pulls = (repositories: readonly string[]): readonly PolicyStatement[] => [
  // AWS knows no registry to limit it to: it gives a token that opens what the next statement names.
  { Sid: "SignInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "PullImages",
    Effect: "Allow",
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: repositories,
  },
];

/** The repository of an image in ECR; none for an image of another registry. */
function repositoryArn(image: string): readonly string[] {
  const [, account, region, repository] = ECR.exec(image) ?? [];
  return repository === undefined ? [] : [`arn:aws:ecr:${region}:${account}:repository/${repository}`];
}

/** The secret without the key of its JSON. */
const secretOf = (valueFrom: string): string => valueFrom.replace(/:\w+::$/, "");

function logStreams(environment: Environment, logs: LogGroupName): string {
  const { region, accountId } = environment.aws;
  return `arn:aws:logs:${region}:${accountId}:log-group:${names(environment).mlflowLogGroup(logs)}:*`;
}
