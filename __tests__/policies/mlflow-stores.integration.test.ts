import { names } from "../../configs";
import { repositoryConfigs, resource, synthesize } from "../stacks/synthesized";
import { decide, unknownActions, type Attempt, type Decision } from "./decide";
import type { Policies, PolicyDocument } from "./documents";

const MINUTES = 60_000;
const environment = repositoryConfigs().environments.find(({ id }) => id === "production");
if (!environment) throw new Error("configs/ declare no production");
const { mlflowRoleArn, deployRoleArn, breakGlassRoleArn, artifactsBucketArn } = names(environment);
const stack = synthesize().stacks["production-mlflow"];

const policyOf = (type: string, id: string): PolicyDocument =>
  JSON.parse(
    String(resource(stack, type, id)["policy"]).replace(/\$\{[\w.]+\}/g, "made-later"),
  ) as PolicyDocument;
const ALL_RIGHTS: PolicyDocument = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const ROLES = {
  task: mlflowRoleArn("task"),
  jobs: mlflowRoleArn("jobs"),
  execution: mlflowRoleArn("execution"),
  "jobs-execution": mlflowRoleArn("jobs-execution"),
  backup: mlflowRoleArn("backup"),
  administrator: `arn:aws:iam::${environment.aws.accountId}:role/administrator`,
  deploy: deployRoleArn,
  "break-glass": breakGlassRoleArn,
} as const;
type Who = keyof typeof ROLES;

/** Rights as they are synthesized; the customer's own roles have every right there is, which are the hardest to stop. */
const RIGHTS: Policies = Object.fromEntries(
  Object.keys(ROLES).map((who) => [
    who,
    ["administrator", "deploy", "break-glass"].includes(who)
      ? ALL_RIGHTS
      : policyOf("aws_iam_role_policy", `mlflow_${who.replace("-", "_")}`),
  ]),
);
const POLICIES: Policies = {
  ...RIGHTS,
  artifacts: policyOf("aws_s3_bucket_policy", "mlflow_artifacts"),
  "gate-login": policyOf("aws_secretsmanager_secret_policy", "mlflow_gate_login"),
  "reader-login": policyOf("aws_secretsmanager_secret_policy", "mlflow_reader_login"),
};

const OBJECT = `${artifactsBucketArn}/mlflow/1/run/artifacts/model/MLmodel`;
const SECRET = `arn:aws:secretsmanager:eu-central-1:${environment.aws.accountId}:secret:made-later`;

/** What is tried, on what, and who may; what stops the powerful is the statement that is named. */
// prettier-ignore
const TABLE: readonly (readonly [what: string, policy: string, right: string, on: string, may: readonly Who[], stops: string])[] = [
  ["puts an artifact, or overwrites one", "artifacts", "s3:PutObject", OBJECT, ["task", "break-glass"], "DenyWritesByOthers"],
  ["hides an artifact behind a delete marker", "artifacts", "s3:DeleteObject", OBJECT, ["break-glass"], "DenyLossOfArtifacts"],
  ["deletes the version that shows an overwrite", "artifacts", "s3:DeleteObjectVersion", OBJECT, ["break-glass"], "DenyLossOfArtifacts"],
  ["deletes the artifacts' bucket", "artifacts", "s3:DeleteBucket", artifactsBucketArn, ["break-glass"], "DenyLossOfArtifacts"],
  ["suspends versioning of artifacts", "artifacts", "s3:PutBucketVersioning", artifactsBucketArn, ["deploy", "break-glass"], "DenyConfigurationByOthers"],
  ["lets earlier versions expire", "artifacts", "s3:PutLifecycleConfiguration", artifactsBucketArn, ["deploy", "break-glass"], "DenyConfigurationByOthers"],
  ["opens the artifacts' bucket", "artifacts", "s3:PutBucketPolicy", artifactsBucketArn, ["deploy", "break-glass"], "DenyConfigurationByOthers"],
  ["has changes of artifacts announced", "artifacts", "s3:PutBucketNotification", artifactsBucketArn, ["deploy", "break-glass", "backup"], "DenyNotificationsByOthers"],
  ["reads the gate's login", "gate-login", "secretsmanager:GetSecretValue", SECRET, ["execution", "deploy", "break-glass"], "DenyReadingByOthers"],
  ["reads the jobs' login", "reader-login", "secretsmanager:GetSecretValue", SECRET, ["execution", "jobs-execution", "deploy", "break-glass"], "DenyReadingByOthers"],
  ["changes the gate's login", "gate-login", "secretsmanager:PutSecretValue", SECRET, ["deploy", "break-glass"], "DenyChangesByOthers"],
  ["opens the gate's login", "gate-login", "secretsmanager:PutResourcePolicy", SECRET, ["deploy", "break-glass"], "DenyChangesByOthers"],
];

/** The secret's ARN is not known before apply: who hands it on is let pass by rights of their own here, the policy decides. */
const rightsFor = (who: Who, policy: string): string =>
  policy.endsWith("-login") && ["execution", "jobs-execution"].includes(who) ? "administrator" : who;

const attempt = (who: Who, policy: string, right: string, resourceArn: string): Attempt => ({
  who,
  roleArn: ROLES[who],
  rights: [right],
  resourceArn,
  layers: [[rightsFor(who, policy), policy]],
});

describe("Who may do what with the stores of MLflow, decided by the synthesized policies", () => {
  const everyone = Object.keys(ROLES) as Who[];
  let decisions: readonly Decision[];
  beforeAll(async () => {
    const attempts = TABLE.flatMap(([, policy, right, on]) =>
      everyone.map((who) => attempt(who, policy, right, on)),
    );
    decisions = await decide(POLICIES, attempts);
  }, 5 * MINUTES);

  it.each(TABLE.map((row, index) => [row[0], row, index] as const))(
    "%s",
    (_, [, , , , may, stops], index) => {
      const found = everyone.map((who, at) => [who, decisions[index * everyone.length + at]] as const);
      expect(found.filter(([, decision]) => decision === "allowed").map(([who]) => who)).toEqual(
        everyone.filter((who) => may.includes(who)),
      );
      expect(Object.fromEntries(found)["administrator"]).toBe(stops);
    },
  );

  it(
    "speaks of calls that AWS has",
    async () => {
      const actions = Object.entries(POLICIES).flatMap(([, { Statement }]) =>
        Statement.flatMap(({ Action }) => [Action].flat()).filter((action) => !action.includes("*")),
      );
      expect(await unknownActions(actions)).toEqual([]);
    },
    MINUTES,
  );
});
