import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reviewPlans, type Finding } from "../../review";
import { synthesizedSet } from "../../rules";
import type { StackJson } from "../../sandbox/reviews/declared";
import { planOf, type PlanOf } from "../../sandbox/reviews/plan-of";
import { command } from "../../sandbox/story/evidence-cli";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { temporaryFolder } from "../temporary";

const MINUTES = 60_000;
const STACK = "team-evidence-vault";
const TAGS = { "ai-act:duties": "Art12 Art19-1 Art26-6" };

/** A small store of evidence: a locked bucket, and a topic that people are told by. */
function stack(more: { days?: number; versioning?: string; topic?: string } = {}): StackJson {
  const { days = 3653, versioning = "Enabled", topic = "team-watch" } = more;
  const bucket = "${aws_s3_bucket.evidence_vault.id}";
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100, < 7" } } },
    provider: {
      aws: [
        {
          region: "eu-central-1",
          allowed_account_ids: ["123456789012"],
          s3_use_path_style: true,
          skip_metadata_api_check: "true",
          max_retries: 2,
        },
      ],
    },
    resource: {
      aws_s3_bucket: {
        evidence_vault: { bucket: "team-evidence-vault", object_lock_enabled: true, tags: TAGS },
      },
      aws_s3_bucket_versioning: {
        evidence_vault: { bucket, versioning_configuration: { status: versioning } },
      },
      aws_s3_bucket_object_lock_configuration: {
        evidence_vault: {
          bucket,
          depends_on: ["aws_s3_bucket_versioning.evidence_vault"],
          rule: { default_retention: { days, mode: "GOVERNANCE" } },
        },
      },
      aws_s3_bucket_public_access_block: {
        evidence_vault: {
          bucket,
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_sns_topic: { evidence_watch: { name: topic, tags: TAGS } },
      aws_sns_topic_subscription: {
        person: {
          topic_arn: "${aws_sns_topic.evidence_watch.arn}",
          protocol: "email",
          endpoint: "someone@example.org",
        },
      },
    },
  };
}

const setOf = (json: StackJson) => synthesizedSet([{ path: STACK, json, stack: STACK }], true);

/** What a review says of a plan, whoever made the plan. */
function told(plan: unknown, before: StackJson, after: StackJson) {
  const source = { path: `${STACK}.json`, stack: STACK, json: JSON.parse(JSON.stringify(plan)) as unknown };
  const { effect, findings, standing, plans } = reviewPlans({
    plans: [{ source, sha256: "0".repeat(64) }],
    base: setOf(before),
    head: setOf(after),
    today: "2026-11-25",
  });
  const line = ({ effect: each, rule, address, reason, measure }: Finding) =>
    [each, rule, address, reason, measure?.before, measure?.after].join(" ");
  const actions = plans[0]?.changes.map(({ address, action }) => `${action} ${address}`).sort();
  return { effect, findings: findings.map(line), standing: standing.map(line), actions };
}

/** Terraform itself plans and applies a small stack, and the plan maker is asked for the same plans. */
describe("A made plan and Terraform's own give the same review", () => {
  const dir = join(temporaryFolder(), STACK);
  let aws: EmbeddedAws;
  let terraform: (...args: string[]) => Promise<string>;

  /** Terraform's plan for a stack, from what is deployed. */
  async function planned(
    json: StackJson,
    moved: readonly { from: string; to: string }[] = [],
  ): Promise<unknown> {
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(json));
    const blocks = moved.map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`);
    writeFileSync(join(dir, "moved.tf"), blocks.join("\n"));
    await terraform("plan", "-input=false", "-no-color", "-out=plan");
    return JSON.parse(await terraform("show", "-json", "plan"));
  }

  beforeAll(async () => {
    aws = await startAws();
    mkdirSync(dir);
    const cliConfig = join(dir, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    const env = { ...process.env, ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
    terraform = async (...args) => {
      const { status, stdout, stderr } = await command("terraform", args, { cwd: dir, env });
      if (status !== 0) throw new Error(stdout + stderr);
      return stdout;
    };
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(stack()));
    await terraform("init", "-input=false", "-no-color");
  }, 2 * MINUTES);
  afterAll(() => aws?.stop(), MINUTES);

  it(
    "where nothing is deployed yet, and then for each change of what is",
    async () => {
      const base = stack();
      const first = await planned(base);
      expect(told(planOf({ stack: STACK, after: base }), base, base)).toEqual(told(first, base, base));

      await terraform("apply", "-input=false", "-no-color", "plan");
      const { aws_sns_topic: topics, ...others } = base.resource ?? {};
      const renamed = JSON.parse(
        JSON.stringify({
          ...base,
          resource: { ...others, aws_sns_topic: { vault_watch: topics?.["evidence_watch"] } },
        }).replaceAll("aws_sns_topic.evidence_watch", "aws_sns_topic.vault_watch"),
      ) as StackJson;
      const moved = { "aws_sns_topic.vault_watch": "aws_sns_topic.evidence_watch" };
      const changes: readonly [effect: string, what: string, after: StackJson, moved?: PlanOf["moved"]][] = [
        ["neutral", "nothing", base],
        ["weakens", "a shorter lock", stack({ days: 365 })],
        ["weakens", "versions no longer kept", stack({ versioning: "Suspended" })],
        ["weakens", "another topic", stack({ topic: "other-watch" })],
        ["weakens", "no lock", without(base, "aws_s3_bucket_object_lock_configuration")],
        ["neutral", "a pure rename", renamed, moved],
      ];
      for (const [effect, what, after, renames = {}] of changes) {
        const blocks = Object.entries(renames).map(([to, from]) => ({ from, to }));
        const real = told(await planned(after, blocks), base, after);
        const made = told(planOf({ stack: STACK, before: base, after, moved: renames }), base, after);
        expect({ what, ...made }).toEqual({ what, ...real });
        expect({ what, effect: real.effect }).toEqual({ what, effect });
      }
    },
    4 * MINUTES,
  );
});

function without({ resource = {}, ...rest }: StackJson, type: string): StackJson {
  return { ...rest, resource: Object.fromEntries(Object.entries(resource).filter(([key]) => key !== type)) };
}
