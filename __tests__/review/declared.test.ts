import { reviewPlans, type ReviewInput } from "../../review";
import { RULES, type Rule } from "../../rules";
import { add, remove, reword, set, Stacks, type Edit } from "../rules/own-stacks";
import { ARCHIVE, atBackend, bucket, KEY, monitor, POLICY, SYSTEM, terraform, VAULT } from "../rules/places";
import { repositoryConfigs } from "../stacks/synthesized";

const BASE = new Stacks().set();
const LOCK = bucket("_object_lock_configuration");

function after(edit: Edit, more: Partial<ReviewInput> = {}) {
  const stacks = new Stacks();
  edit(stacks);
  return reviewPlans({ plans: [], base: BASE, head: stacks.set(), today: "2026-11-25", ...more });
}

const short = ({ effect, rule, address }: { effect: string; rule: string; address: string }) =>
  `${effect} ${rule} ${address}`;

describe("A review of two declarations", () => {
  it("finds nothing where nothing changed", () => {
    const review = after(() => undefined);
    expect(review).toMatchObject({ effect: "neutral", findings: [], standing: [], brokenRules: [] });
  });

  it("says what a shorter lock weakens, in days before and after", () => {
    const { effect, findings } = after(set(LOCK, "rule.default_retention.days", 365));
    expect(effect).toBe("weakens");
    expect(findings.find(({ rule }) => rule === "lock-days")).toMatchObject({
      effect: "weakens",
      duties: ["Art19(1)", "Art26(6)"],
      address: bucket(),
      measure: { name: "days locked", unit: "days", before: 3653, after: 365 },
      reason: "locked for 3653 days -> locked for 365 days",
      before: { verdict: "met" },
      after: { verdict: "met" },
    });
  });

  const effects: [what: string, effect: string, finding: string, edit: Edit][] = [
    ["a rule that is no longer met", "weakens", `versioning ${bucket()}`, set(bucket("_versioning"), "versioning_configuration.status", "Suspended")],
    ["what can no longer be told", "unknown", `lock-days ${bucket()}`, set(LOCK, "rule.default_retention.days", "${var.days}")],
    ["a longer lock", "strengthens", `lock-days ${bucket()}`, set(LOCK, "rule.default_retention.days", 4000)],
    ["a monitor that is taken away", "weakens", `evidence-gone ${monitor("error_rate")}`, remove(monitor("error_rate"))],
    ["a monitor that is new", "strengthens", `evidence-added ${SYSTEM}/datadog_monitor.more`, (stacks) => add(`${SYSTEM}/datadog_monitor.more`, { ...stacks.values(monitor("error_rate")), name: "[EU AI Act] More (Art 72)" })(stacks)],
    ["a state that moves", "unknown", `backend-changed ${VAULT}/terraform`, atBackend({ key: "elsewhere.tfstate" })],
    ["another version of a provider", "neutral", `provider-version-changed ${VAULT}/terraform`, terraform({ required_providers: { aws: { source: "aws", version: "~> 6.30" } } })],
    ["another account", "unknown", `provider-changed ${VAULT}/provider.aws`, (stacks) => { (stacks.json[VAULT]?.provider["aws"]?.[0] ?? {})["allowed_account_ids"] = ["999999999999"]; }],
    ["a stack that nobody declares any more", "weakens", `stack-removed ${SYSTEM}/terraform`, (stacks) => { delete stacks.json[SYSTEM]; }],
    ["a policy that anybody may change", "weakens", `deletes-denied ${bucket()}`, reword(POLICY, "policy", '"s3:DeleteObject",', "")],
    ["a resource without protection against destruction", "weakens", `prevent-destroy ${KEY}`, set(KEY, "lifecycle", undefined)],
  ]; // prettier-ignore

  it.each(effects)("tells of %s: it %s", (_, effect, finding, edit) => {
    const review = after(edit);
    expect(review.findings.map(short)).toContain(`${effect} ${finding}`);
  });

  it("names the duties of what goes with a stack once, and not each of its resources", () => {
    const { findings } = after((stacks) => {
      delete stacks.json[SYSTEM];
    });
    const gone = findings.filter(({ address }) => address.startsWith(SYSTEM));
    expect(gone.map(({ rule }) => rule)).toEqual(["stack-removed"]);
    expect(gone[0]?.duties).toEqual(expect.arrayContaining(["Art72", "Art14"]));
  });

  it("names no value of a backend, which may be a secret", () => {
    expect(JSON.stringify(after(atBackend({ secret_key: "hunter2-hunter2" })))).not.toContain("hunter2");
  });

  it("blocks on a rule that throws, and says which", () => {
    const broken: Rule = {
      ...(RULES[0] as Rule),
      id: "broken",
      evaluate() {
        throw new Error("a fault of ours");
      },
    };
    const review = after(() => undefined, { rules: [broken] });
    expect(review).toMatchObject({ effect: "unknown", brokenRules: ["broken"] });
    expect(review.findings).toMatchObject([{ effect: "unknown", rule: "broken", address: "*" }]);
    expect(review.findings[0]?.reason).toContain("a fault of ours");
  });

  it("leaves to the next change what was unmet before, and still shows it", () => {
    const unmet = set(ARCHIVE, "include_tags", false);
    const stacks = new Stacks();
    unmet(stacks);
    const review = after(unmet, { base: stacks.set() });
    expect(review).toMatchObject({ effect: "neutral", findings: [] });
    expect(review.standing.map(({ rule }) => rule)).toContain("archive-keeps-tags");
  });
});

describe("What could not be told before either", () => {
  const hidden = set(LOCK, "rule.default_retention.days", "${var.days}");
  const base = new Stacks();
  hidden(base);
  const lockDays = (all: readonly { rule: string; address: string; effect: string }[]) =>
    all
      .filter(({ rule, address }) => rule === "lock-days" && address === bucket())
      .map(({ effect }) => effect);

  it("is not this change's doing, and still shown", () => {
    const review = after(hidden, { base: base.set() });
    expect(lockDays(review.findings)).toEqual([]);
    expect(lockDays(review.standing)).toEqual(["unknown"]);
  });

  it("blocks where the change touches the resource", () => {
    const touched: Edit = (stacks) => {
      hidden(stacks);
      set(bucket(), "tags.team", "another")(stacks);
    };
    expect(lockDays(after(touched, { base: base.set() }).findings)).toEqual(["unknown"]);
  });
});

describe("A review with configs", () => {
  const configs = repositoryConfigs();

  it("names who must agree, by the duty that is weakened", () => {
    const { approvals } = after(set(LOCK, "rule.default_retention.days", 365), { configs });
    expect(approvals).toEqual([
      { duties: ["Art19(1)", "Art26(6)"], approvers: ["@example/compliance", "@example/data-protection"] },
    ]);
  });

  it("says so where nobody is named", () => {
    const sandbox = "sandbox-evidence-vault/aws_s3_bucket_versioning.evidence_vault";
    const edit = set(sandbox, "versioning_configuration.status", "Suspended");
    expect(after(edit, { configs }).approvals).toEqual([{ duties: expect.any(Array), approvers: [] }]);
  });

  const waiver = {
    rule: "versioning",
    resource: bucket(),
    reason: "being moved",
    approver: "head of compliance",
    expires: "2026-12-10",
  };
  const [environment] = configs.environments;
  const withWaiver = { ...configs, environments: [{ ...environment!, waivers: [waiver] }] };
  const suspended = set(bucket("_versioning"), "versioning_configuration.status", "Suspended");

  it("lets a waiver in force cover what it names, and prints it", () => {
    const review = after(suspended, { configs: withWaiver });
    expect(review.findings.map(({ rule }) => rule)).toContain("versioning");
    expect(review.waivers).toEqual({ used: [waiver], expiring: [waiver], expired: [] });
    expect(review.effect).toBe("neutral");
  });

  it("does not heed one that has expired", () => {
    const review = after(suspended, { configs: withWaiver, today: "2026-12-11" });
    expect(review.waivers).toEqual({ used: [], expiring: [], expired: [waiver] });
    expect(review.effect).toBe("weakens");
  });
});
