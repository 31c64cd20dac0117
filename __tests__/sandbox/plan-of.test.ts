import { reviewPlans } from "../../review";
import { evaluate, readPlans, RULES, synthesizedSet, type Verdict } from "../../rules";
import type { StackJson } from "../../sandbox/reviews/declared";
import { planOf, type PlanOf } from "../../sandbox/reviews/plan-of";
import { synthesize } from "../stacks/synthesized";

const { stacks } = synthesize();
const PRODUCTION = Object.keys(stacks).filter(
  (name) => name.startsWith("production-") || name === "example-datadog",
);
const DECLARED = setOf(stacks);

function setOf(all: Readonly<Record<string, unknown>>) {
  const sources = Object.entries(all).map(([stack, json]) => ({ path: `${stack}.json`, json, stack }));
  return synthesizedSet(sources, true);
}

const told = ({ rule, address, verdict }: Verdict) => `${rule} ${address} ${verdict}`;

interface PlannedChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly after_unknown: unknown;
  };
}

const STACK: StackJson = {
  terraform: { required_providers: { aws: { source: "aws", version: "~> 6.25" } } },
  provider: { aws: [{ region: "eu-central-1", allowed_account_ids: ["210987654321"] }] },
  resource: {
    aws_s3_bucket: { vault: { bucket: "v", tags: { owner: "a" }, lifecycle: { prevent_destroy: true } } },
    aws_s3_bucket_object_lock_configuration: {
      vault: { bucket: "${aws_s3_bucket.vault.id}", rule: { default_retention: { days: 3653 } } },
    },
    aws_kms_key: { vault: { policy: '{"Resource":"${aws_s3_bucket.vault.arn}"}' } },
  },
};

/** The stack with one resource type changed. */
const having = (type: string, byName: Record<string, Record<string, unknown>>): StackJson => ({
  ...STACK,
  resource: { ...STACK.resource, [type]: byName },
});

function changes(given: Omit<PlanOf, "stack">): Record<string, PlannedChange> {
  const plan = JSON.parse(JSON.stringify(planOf({ stack: "s", ...given }))) as {
    resource_changes: PlannedChange[];
  };
  return Object.fromEntries(plan.resource_changes.map((each) => [each.address, each]));
}

const BUCKET = "aws_s3_bucket.vault";
const LOCK = "aws_s3_bucket_object_lock_configuration.vault";

describe("A made plan of the repository's own stacks", () => {
  it.each([
    ["nothing is deployed yet", false],
    ["everything is deployed as it is declared", true],
  ])("says to every rule what the declaration says, where %s", (_, deployed) => {
    const plans = PRODUCTION.map((stack) => {
      const json = stacks[stack] as StackJson;
      const plan = planOf({ stack, after: json, ...(deployed && { before: json }) });
      return { path: stack, stack, json: JSON.parse(JSON.stringify(plan)) as unknown };
    });
    const { after } = readPlans(plans, { head: DECLARED });
    expect(evaluate(RULES, after).verdicts.map(told).sort()).toEqual(
      evaluate(RULES, DECLARED).verdicts.map(told).sort(),
    );
  });

  it("is the same each time", () => {
    const [stack = ""] = PRODUCTION;
    const plan = () => JSON.stringify(planOf({ stack, after: stacks[stack] as StackJson }));
    expect(plan()).toBe(plan());
  });

  it("gives no findings where nothing changes", () => {
    const stack = "production-evidence-vault";
    const json = stacks[stack] as StackJson;
    const source = { path: stack, stack, json: planOf({ stack, before: json, after: json }) };
    const plans = [{ source, sha256: "0".repeat(64) }];
    const review = reviewPlans({ plans, base: DECLARED, head: DECLARED, today: "2026-11-25" });
    expect(review).toMatchObject({ effect: "neutral", findings: [], standing: [] });
  });
});

describe("A made plan", () => {
  it("makes what is new, and does not know what the provider will give it", () => {
    const all = changes({ after: STACK });
    expect(all[BUCKET]?.change).toEqual({
      actions: ["create"],
      before: null,
      after: { bucket: "v", tags: { owner: "a" } },
      after_unknown: { id: true, arn: true, tags: {} },
      before_sensitive: false,
      after_sensitive: {},
    });
    expect(all[LOCK]?.change).toMatchObject({
      after: { rule: [{ default_retention: [{ days: 3653 }] }] },
      after_unknown: { id: true, bucket: true },
    });
    expect(all["aws_kms_key.vault"]?.change).toMatchObject({
      after: {},
      after_unknown: { policy: true, key_id: true },
    });
  });

  it("knows of what is deployed what it refers to", () => {
    const all = changes({ before: STACK, after: STACK });
    expect(Object.values(all).map(({ change }) => change.actions)).toEqual([["no-op"], ["no-op"], ["no-op"]]);
    expect(all[LOCK]?.change.after).toMatchObject({ id: expect.any(String), bucket: "v" });
    expect(all["aws_kms_key.vault"]?.change.after?.["policy"]).toBe('{"Resource":"arn:aws:s3:::v"}');
  });

  it("changes in place what the provider can change", () => {
    const after = having("aws_s3_bucket", { vault: { bucket: "v", tags: { owner: "b" } } });
    const all = changes({ before: STACK, after });
    expect(all[BUCKET]?.change).toMatchObject({
      actions: ["update"],
      before: { id: "v", tags: { owner: "a" } },
      after: { id: "v", tags: { owner: "b" } },
    });
    expect(all[LOCK]?.change.actions).toEqual(["no-op"]);
  });

  it("destroys and makes anew what cannot be changed, and what hangs on it", () => {
    const all = changes({ before: STACK, after: having("aws_s3_bucket", { vault: { bucket: "w" } }) });
    expect(all[BUCKET]?.change).toMatchObject({
      actions: ["delete", "create"],
      before: { bucket: "v", id: "v" },
      after: { bucket: "w" },
      after_unknown: { id: true },
    });
    expect(all[LOCK]?.change).toMatchObject({
      actions: ["delete", "create"],
      after_unknown: { bucket: true },
    });
    expect(all["aws_kms_key.vault"]?.change).toMatchObject({
      actions: ["update"],
      after_unknown: { policy: true },
    });
  });

  it("destroys what is no longer declared", () => {
    const all = changes({ before: STACK, after: having("aws_kms_key", {}) });
    expect(all["aws_kms_key.vault"]?.change).toMatchObject({ actions: ["delete"], after: null });
  });

  it("keeps what it is of a resource that is moved", () => {
    const { vault = {} } = STACK.resource?.["aws_kms_key"] ?? {};
    const moved = { "aws_kms_key.other": "aws_kms_key.vault" };
    const all = changes({ before: STACK, after: having("aws_kms_key", { other: vault }), moved });
    expect(all["aws_kms_key.vault"]).toBeUndefined();
    expect(all["aws_kms_key.other"]).toMatchObject({
      previous_address: "aws_kms_key.vault",
      change: { actions: ["no-op"] },
    });
  });

  it("says which attribute refers to which, and how its providers are configured", () => {
    const { configuration } = planOf({ stack: "s", after: STACK }) as {
      configuration: { provider_config: unknown; root_module: { resources: Record<string, unknown>[] } };
    };
    expect(configuration.provider_config).toEqual({
      aws: {
        name: "aws",
        full_name: "registry.terraform.io/hashicorp/aws",
        version_constraint: "~> 6.25",
        expressions: {
          region: { constant_value: "eu-central-1" },
          allowed_account_ids: { constant_value: ["210987654321"] },
        },
      },
    });
    expect(configuration.root_module.resources.find(({ address }) => address === LOCK)).toMatchObject({
      provider_config_key: "aws",
      expressions: {
        bucket: { references: ["aws_s3_bucket.vault.id", "aws_s3_bucket.vault"] },
        rule: [{ default_retention: [{ days: { constant_value: 3653 } }] }],
      },
    });
  });
});
