import { loadConfigs } from "../../configs";
import { TeamConfigs } from "../configs/team";
import { resource, synthesize } from "./synthesized";

const PRODUCTION = "environments/production.yaml";
const stackWith = (change: (team: TeamConfigs) => TeamConfigs) =>
  synthesize(loadConfigs(change(new TeamConfigs()).dir)).stacks["production-terraform-state"];
const BACKEND = ["terraform", "backend"];

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Condition?: unknown;
}

describe("The bucket of Terraform's state", () => {
  const stack = stackWith((team) => team);
  const the = (type: string) => resource(stack, type, "terraform_state");
  const statements = (JSON.parse(String(the("aws_s3_bucket_policy")["policy"])) as { Statement: Statement[] })
    .Statement;

  it("keeps earlier states, for 400 days", () => {
    expect(the("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(the("aws_s3_bucket_lifecycle_configuration")).toMatchObject({
      rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 400 }] }],
    });
  });

  it("is encrypted by a key of its own, and closed to the public", () => {
    expect(the("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            kms_master_key_id: "${aws_kms_key.terraform_state.arn}",
          },
        },
      ],
    });
    expect(the("aws_kms_alias")).toMatchObject({ name: "alias/terraform-state" });
    expect(the("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("opens to who deploys, to break-glass and to the roles the config names, over TLS, to nobody else", () => {
    expect(statements.find(({ Sid }) => Sid === "DenyOthers")?.Condition).toEqual({
      ArnNotEquals: {
        "aws:PrincipalArn": [
          "arn:aws:iam::210987654321:role/evidence-deploy",
          "arn:aws:iam::210987654321:role/evidence-break-glass",
          "arn:aws:iam::110987654321:role/evidence-guardrails",
        ],
      },
    });
    expect(statements.map(({ Sid }) => Sid)).toEqual(
      expect.arrayContaining(["DenyPlainHttp", "DenyOldTls", "DenyLossOfStates"]),
    );
  });

  it("has its own state in itself; before it is there, in a local file", () => {
    expect(Object.keys(stack?.terraform.backend ?? {})).toEqual(["s3"]);
    const before = stackWith((team) => team.set(PRODUCTION, [...BACKEND, "bucketStack"], "local-state"));
    expect(before?.terraform.backend).toEqual({
      local: { path: "../../../.sandbox/state/production-terraform-state.tfstate" },
    });
  });

  it("is made by nobody's stack where somebody else makes it", () => {
    expect(stackWith((team) => team.set(PRODUCTION, [...BACKEND, "bucketStack"], undefined))).toBeUndefined();
  });

  it("needs the name of its key", () => {
    const team = new TeamConfigs().set(PRODUCTION, [...BACKEND, "kmsKeyAlias"], undefined);
    expect(() => loadConfigs(team.dir)).toThrow(/terraform\.backend\.kmsKeyAlias \[state-has-a-key\]/);
  });
});
