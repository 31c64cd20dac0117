import { reviewPlans, type Finding, type ReviewInput } from "../../review";
import { synthesizedSet } from "../../rules";
import { planOf } from "../../sandbox/reviews/plan-of";
import { add, set, Stacks, type Edit } from "../rules/own-stacks";
import { allow, bucket, KEY, LIFECYCLE, POLICY, role, VAULT } from "../rules/places";
import { repositoryConfigs } from "../stacks/synthesized";

/** A plan's JSON, to be changed. */
interface Plan {
  resource_changes: Change[];
  configuration: {
    provider_config: Record<string, { expressions: Record<string, { constant_value: unknown }> }>;
    root_module: { resources: { address: string; [more: string]: unknown }[] };
  };
  [more: string]: unknown;
}
interface Change {
  address: string;
  type: string;
  name: string;
  change: Record<string, unknown> & { actions: string[] };
  [more: string]: unknown;
}

const TODAY = "2026-11-25";
const BASE = new Stacks();
const NAME = "ai-act-evidence-production-210987654321";
const VAULT_BUCKET = "aws_s3_bucket.evidence_vault";
const LOCK = bucket("_object_lock_configuration");
/** Everybody may do everything. */
const OPEN = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] }); // prettier-ignore

/** The vault's own plan, of a change of what is declared, and then changed by hand. */
function planned(edit: Edit = () => undefined, byHand: (plan: Plan) => void = () => undefined) {
  const head = new Stacks();
  edit(head);
  const json = planOf({ stack: VAULT, before: BASE.json[VAULT], after: head.json[VAULT] }) as unknown as Plan;
  byHand(json);
  return { head: head.set(), json };
}

/** A review of that plan, as CI runs it. */
function review(edit?: Edit, byHand?: (plan: Plan) => void, more: Partial<ReviewInput> = {}) {
  const { head, json } = planned(edit, byHand);
  const source = { path: `${VAULT}.json`, stack: VAULT, json };
  const plans = [{ source, sha256: "0".repeat(64) }];
  return reviewPlans({ plans, base: BASE.set(), head, today: TODAY, ...more });
}

const changeOf = (plan: Plan, address: string): Change => {
  const found = plan.resource_changes.find((each) => each.address === address);
  if (!found) throw new Error(`the plan has no ${address}`);
  return found;
};
const short = ({ effect, rule, address }: Finding) => `${effect} ${rule} ${address}`;

describe("A plan that changes nothing", () => {
  it("raises no alarm, so that the alarms below are the change's doing", () =>
    expect(review().findings.map(short)).toEqual([]));
});

describe("A weakening that somebody hides is told", () => {
  const target = (plan: Plan): void => {
    plan.resource_changes = plan.resource_changes.filter(({ type }) => type !== "aws_s3_bucket_policy");
  };
  const cases: [what: string, finding: string, edit: Edit | undefined, byHand?: (plan: Plan) => void][] = [
    ["a plan made with -target speaks of a part alone", `unknown plan-of-other-stack ${VAULT}/terraform`, undefined, target],
    ["Terraform itself says that more is to be planned", `unknown plan-incomplete ${VAULT}/terraform`, undefined, (plan) => { plan["complete"] = false; }],
    ["the plan is one of another stack, under this one's name", `unknown plan-of-other-stack ${VAULT}/terraform`, undefined, (plan) => { plan.resource_changes = []; }],
    ["a file beside the stack makes what nobody declared", `unknown plan-of-other-stack ${VAULT}/terraform`, undefined, (plan) => { plan.resource_changes.push({ address: "terraform_data.x", mode: "managed", type: "terraform_data", name: "x", change: { actions: ["create"], before: null, after: {} } }); }],
    ["a file beside the stack points the provider to another account", `unknown planned-elsewhere ${VAULT}/provider.aws`, undefined, (plan) => { plan.configuration.provider_config["aws"]!.expressions["allowed_account_ids"] = { constant_value: ["999999999999"] }; }],
    ["a file beside the stack points the replica to the vault's region", `unknown planned-elsewhere ${VAULT}/provider.aws.replica`, undefined, (plan) => { plan.configuration.provider_config["aws.replica"]!.expressions["region"] = { constant_value: "eu-central-1" }; }],
    ["what a failed replacement left of a bucket is destroyed", `weakens leftover-destroyed ${VAULT}/${VAULT_BUCKET}`, undefined, (plan) => { const kept = changeOf(plan, VAULT_BUCKET); plan.resource_changes.push({ ...kept, deposed: "0123abcd", change: { actions: ["delete"], before: kept.change["before"], after: null } }); }],
    ["a bucket is forgotten and another made in its place", `weakens evidence-replaced ${VAULT}/${VAULT_BUCKET}`, undefined, (plan) => { changeOf(plan, VAULT_BUCKET).change.actions = ["create", "forget"]; }],
    ["a bucket is made anew because something else is", `weakens evidence-replaced ${VAULT}/${VAULT_BUCKET}`, undefined, (plan) => { const { change } = changeOf(plan, VAULT_BUCKET); change.actions = ["delete", "create"]; change["action_reason"] = "replace_by_triggers"; }],
    ["a program runs when something harmless is made", `unknown program-run ${VAULT}/terraform_data.x`, add(`${VAULT}/terraform_data.x`, {}), (plan) => { plan.configuration.root_module.resources.find(({ address }) => address === "terraform_data.x")!["provisioners"] = [{ type: "local-exec", expressions: {} }]; }],
    ["a provider's action is called", `unknown action-invoked ${VAULT}/terraform`, undefined, (plan) => { plan["action_invocations"] = [{ address: "action.aws_lambda_invoke.clean" }]; }],
    ["a policy is marked as a secret", `unknown deletes-denied ${bucket()}`, undefined, (plan) => { changeOf(plan, "aws_s3_bucket_policy.evidence_vault").change["after_sensitive"] = { policy: true }; }],
    ["a policy is known only after apply", `unknown deletes-denied ${bucket()}`, set(POLICY, "policy", "${data.aws_iam_policy_document.x.json}")],
    ["a key gets a policy by a resource that no rule knows", `unknown not-judged ${VAULT}/aws_kms_key_policy.x`, add(`${VAULT}/aws_kms_key_policy.x`, { key_id: "${aws_kms_key.evidence_vault.id}", policy: OPEN })],
    ["a key is granted to a stranger", `unknown not-judged ${VAULT}/aws_kms_grant.x`, add(`${VAULT}/aws_kms_grant.x`, { key_id: "${aws_kms_key.evidence_vault.id}", grantee_principal: "arn:aws:iam::999999999999:root", operations: ["Decrypt"] })],
    ["a record is laid into the vault by Terraform", `unknown not-judged ${VAULT}/aws_s3_object.x`, add(`${VAULT}/aws_s3_object.x`, { bucket: NAME, key: "records/gate/1.dsse.json", content: "{}" })],
    ["a template of another tool names the bucket", `unknown not-judged ${VAULT}/aws_cloudformation_stack.x`, add(`${VAULT}/aws_cloudformation_stack.x`, { name: "x", template_body: `{"Resources":{"P":{"Properties":{"Bucket":"${NAME}"}}}}` })],
    ["a template of another tool refers to the bucket", `unknown not-judged ${VAULT}/aws_cloudformation_stack.x`, add(`${VAULT}/aws_cloudformation_stack.x`, { name: "x", template_body: '{"Resources":{"P":{"Properties":{"Key":"${aws_kms_key.evidence_vault.key_id}"}}}}' })],
    ["a lock of a number without end", `unknown lock-days ${bucket()}`, undefined, (plan) => { const lock = changeOf(plan, LOCK.slice(VAULT.length + 1)); lock.change["after"] = JSON.parse(JSON.stringify(lock.change["after"]).replace(/"days":\d+/, '"days":1e999')); }],
  ]; // prettier-ignore

  it.each(cases.map(([what, finding, edit, byHand]) => ({ what, finding, edit, byHand })))(
    "$what: $finding",
    ({ finding, edit, byHand }) => expect(review(edit, byHand).findings.map(short)).toContain(finding),
  );

  it("a name and a picture of what keeps evidence are no alarm", () => {
    const record = add(`${VAULT}/aws_route53_record.x`, {
      name: "evidence.example.org",
      records: ["${aws_s3_bucket.evidence_vault.bucket_regional_domain_name}"],
    });
    const picture = add(`${VAULT}/aws_cloudwatch_dashboard.x`, { dashboard_body: `{"bucket":"${NAME}"}` });
    for (const edit of [record, picture])
      expect(review(edit).findings.filter(({ effect }) => effect !== "neutral")).toEqual([]);
  });

  it("an action that is put off is told, too", () => {
    const { findings } = review(undefined, (plan) => {
      plan["deferred_action_invocations"] = [{ reason: "x" }];
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["action-invoked"]);
  });

  it("a bucket moved away, and another put at its address, are judged each as what they are", () => {
    const { findings } = review(undefined, (plan) => {
      const old = changeOf(plan, VAULT_BUCKET);
      plan.resource_changes.push({ ...old, address: "aws_s3_bucket.moved", name: "moved", previous_address: VAULT_BUCKET });
      old.change = { actions: ["create"], before: null, after: { ...(old.change["after"] as object), bucket: "empty", id: "empty", arn: "arn:aws:s3:::empty" } };
    }); // prettier-ignore
    expect(findings.map(short)).toEqual(
      expect.arrayContaining([
        `neutral address-moved ${VAULT}/aws_s3_bucket.moved`,
        `unknown plan-of-other-stack ${VAULT}/terraform`,
        `weakens deletes-denied ${VAULT}/${VAULT_BUCKET}`,
      ]),
    );
  });

  it("what is imported unmet is taken over by this change", () => {
    const { findings, standing } = review(undefined, (plan) => {
      const { change } = changeOf(plan, LOCK.slice(VAULT.length + 1));
      change["importing"] = { id: NAME };
      const versioning = changeOf(plan, VAULT_BUCKET);
      versioning.change["importing"] = { id: NAME };
      for (const side of ["before", "after"] as const)
        (versioning.change[side] as Record<string, unknown>)["object_lock_enabled"] = false;
    });
    expect(findings.map(short)).toContain(`weakens lock-enabled ${bucket()}`);
    expect(standing).toEqual([]);
  });
});

describe("What could not be told before stays told", () => {
  const secret =
    (policy: string, statement = OPEN) =>
    (plan: Plan) => {
      const { change } = changeOf(plan, "aws_s3_bucket_policy.evidence_vault");
      change["before_sensitive"] = { policy: true };
      change["after_sensitive"] = { policy: true };
      (change["after"] as Record<string, unknown>)["policy"] =
        policy === "another" ? statement : (change["before"] as Record<string, unknown>)["policy"];
    };
  const about = (all: readonly Finding[]) =>
    all.filter(({ rule, address }) => rule === "deletes-denied" && address === bucket()).map(short);
  const untold = [`unknown deletes-denied ${bucket()}`];

  it("as standing, where the secret policy stays the same", () => {
    const { findings, standing } = review(undefined, secret("the same"));
    expect([about(findings), about(standing)]).toEqual([[], untold]);
  });

  it("as this change's doing, where the secret policy becomes another", () => {
    const { findings, standing } = review(undefined, secret("another"));
    expect([about(findings), about(standing)]).toEqual([untold, []]);
  });

  it("as this change's doing, where an expression becomes another", () => {
    const base = new Stacks();
    const open = (name: string) => set(POLICY, "policy", `\${file("${name}.json")}`);
    open("strict")(base);
    const head = new Stacks();
    open("open")(head);
    const { findings } = reviewPlans({ plans: [], base: base.set(), head: head.set(), today: TODAY });
    expect(about(findings)).toEqual(untold);
  });

  it("as this change's doing, where two policies are for one bucket and the second becomes another", () => {
    const second = (policy: string) => add(`production-art12-logging/aws_s3_bucket_policy.x`, { bucket: NAME, policy });
    const [base, head] = [new Stacks(), new Stacks()];
    second(JSON.stringify({ Statement: [] }))(base);
    second(OPEN)(head);
    const { findings } = reviewPlans({ plans: [], base: base.set(), head: head.set(), today: TODAY });
    expect(about(findings)).toEqual(untold);
  }); // prettier-ignore
});

describe("What was unmet before", () => {
  it("is told when it is unmet for another reason, which may be worse", () => {
    const at = role("gate");
    const [base, head] = [new Stacks(), new Stacks()];
    for (const stacks of [base, head]) allow(at, "s3:*")(stacks);
    allow(at, "kms:*")(head);
    const { findings } = reviewPlans({ plans: [], base: base.set(), head: head.set(), today: TODAY });
    expect(findings.map(short)).toContain(`unknown rights-without-wildcards ${at}`);
  });
});

describe("Agreement comes from before the change", () => {
  const baseConfigs = repositoryConfigs();
  const [production] = baseConfigs.environments.filter(({ id }) => id === "production");
  const having = (more: object) => ({
    ...baseConfigs,
    environments: baseConfigs.environments.map((each) => (each.id === "production" ? { ...each, ...more } : each)),
  }); // prettier-ignore
  const waiver = {
    rule: "expiry-after-lock",
    resource: bucket(),
    reason: "nobody will look",
    approver: "somebody",
    expires: "2026-12-10",
  };
  const shorter = set(LIFECYCLE, "rule.2.expiration.0.days", 400);
  const expiry = `weakens expiry-after-lock ${bucket()}`;

  it("a waiver that comes with the weakening covers nothing, and is told", () => {
    const { effect, findings, waivers } = review(shorter, undefined, { configs: having({ waivers: [waiver] }), baseConfigs }); // prettier-ignore
    expect(effect).toBe("weakens");
    expect(findings.map(short)).toEqual(expect.arrayContaining([expiry, `unknown waiver-added ${bucket()}`]));
    expect(waivers.used).toEqual([]);
  });

  it("a waiver that was there before covers it", () => {
    const configs = having({ waivers: [waiver] });
    const { effect, waivers } = review(shorter, undefined, { configs, baseConfigs: configs });
    expect([effect, waivers.used]).toEqual(["neutral", [waiver]]);
  });

  it("a waiver that had ended is not made longer by the change that needs it", () => {
    const ended = having({ waivers: [{ ...waiver, expires: "2026-11-24" }] });
    const { effect, findings } = review(shorter, undefined, { configs: having({ waivers: [waiver] }), baseConfigs: ended }); // prettier-ignore
    expect(effect).toBe("weakens");
    expect(findings.find(({ rule }) => rule === "waiver-added")?.reason).toContain("for longer");
  });

  it("approvers that the change names do not agree to it: those from before must", () => {
    const configs = having({ approvals: [{ duties: ["*"], approvers: ["@mallory"] }] });
    const { findings, approvals } = review(shorter, undefined, { configs, baseConfigs });
    expect(findings.map(({ rule }) => rule)).toContain("approvers-changed");
    const named = approvals.flatMap(({ approvers }) => approvers);
    expect(named).not.toContain("@mallory");
    expect(new Set(named)).toEqual(new Set(production?.approvals.flatMap(({ approvers }) => approvers)));
  });

  it("and approvers that stay are no finding", () =>
    expect(review(undefined, undefined, { configs: baseConfigs, baseConfigs }).findings).toEqual([]));
});

describe("A text that Terraform does not write is refused", () => {
  const refused = (byHand: (plan: Plan) => void) => () => review(undefined, byHand);

  it.each<[what: string, byHand: (plan: Plan) => void]>([
    ["two changes of one resource", (plan) => plan.resource_changes.push(changeOf(plan, VAULT_BUCKET))],
    ["a bucket that calls itself a random id", (plan) => (changeOf(plan, VAULT_BUCKET).type = "random_id")],
    ["a change without an address", (plan) => delete (changeOf(plan, VAULT_BUCKET) as Partial<Change>).address],
    ["actions that are no list", (plan) => Object.assign(changeOf(plan, VAULT_BUCKET).change, { actions: "no-op" })],
  ])("%s", (_, byHand) => expect(refused(byHand)).toThrow("this is no plan")); // prettier-ignore
});

it("A declaration that a plan does not belong to is seen by what it declares and the plan does not name", () => {
  const json = planOf({ stack: VAULT, before: BASE.json[VAULT], after: BASE.json[VAULT] });
  const strange = synthesizedSet(
    Object.entries(BASE.json).map(([stack, each]) => ({ path: stack, stack, json: stack === VAULT ? { resource: { aws_kms_key: { evidence_vault: {} } } } : each })),
    true,
  ); // prettier-ignore
  const plans = [{ source: { path: "p", stack: VAULT, json }, sha256: "0".repeat(64) }];
  const { findings } = reviewPlans({ plans, base: BASE.set(), head: strange, today: TODAY });
  expect(findings.find(({ rule }) => rule === "plan-of-other-stack")?.reason).toMatch(/which the stack does not declare/);
  expect(KEY).toContain("aws_kms_key.evidence_vault");
}); // prettier-ignore
