import { judgeDrift, judgeInventory } from "../../../review/drift/judge";
import { planParts } from "../../../review/drift/plan-parts";
import { RULES, type Rule, type Waiver } from "../../../rules";
import { changesOfParts, declaredSet, planOf, STACK, type Case } from "./plans";

const BUCKET = "aws_s3_bucket.vault";
const LOCK = "aws_s3_bucket_object_lock_configuration.vault";
const VERSIONING = "aws_s3_bucket_versioning.vault";
const POLICY = "aws_s3_bucket_policy.vault";

const ONLY = new Set(["lock-days", "lock-enabled", "lock-mode", "versioning", "deletes-denied"]);
const rules = RULES.filter(({ id }) => ONLY.has(id));

const lock = (days: number) => ({
  bucket: "v",
  object_lock_enabled: "Enabled",
  rule: [{ default_retention: [{ days, mode: "GOVERNANCE" }] }],
});
const versioning = (status: string) => ({ bucket: "v", versioning_configuration: [{ status }] });
const policy = (...actions: readonly string[]) => ({
  bucket: "v",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: actions, Resource: "arn:aws:s3:::v/*" }],
  }),
});
const DELETES = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
];

/** A vault in which nothing differs. */
const VAULT = {
  [BUCKET]: { recorded: { bucket: "v", object_lock_enabled: true } },
  [LOCK]: { recorded: lock(3653) },
  [VERSIONING]: { recorded: versioning("Enabled") },
  [POLICY]: { recorded: policy(...DELETES) },
} satisfies Record<string, Case>;
const DECLARED = declaredSet(
  Object.fromEntries(
    Object.entries(VAULT).map(([address, { recorded }]) => [address.split(".")[0], { vault: recorded }]),
  ),
);

interface More {
  readonly rules?: readonly Rule[];
  readonly waivers?: readonly Waiver[];
}

function judge(cases: Readonly<Record<string, Case>>, { rules: by = rules, waivers = [] }: More = {}) {
  const parts = planParts(planOf({ ...VAULT, ...cases }));
  return judgeDrift([parts], changesOfParts(parts), {
    declared: DECLARED,
    rules: by,
    waivers,
    today: "2026-11-25",
  });
}

function inventory(cases: Readonly<Record<string, Case>>, assumed: readonly string[] = []) {
  const found = new Set(assumed.map((address) => `${STACK}/${address}`));
  return judgeInventory([planOf({ ...VAULT, ...cases })], found, {
    declared: DECLARED,
    rules,
    waivers: [],
    today: "2026-11-25",
  });
}

const short = (all: ReturnType<typeof judge>["findings"]) =>
  all.map(
    ({ cause, effect, rule, address }) => `${cause} ${effect} ${rule} ${address.replace(`${STACK}/`, "")}`,
  );

const shortened = { recorded: lock(3653), live: lock(365), declared: lock(3653) };

describe("What a difference means for the duties", () => {
  it.each<[string, Readonly<Record<string, Case>>, readonly string[]]>([
    ["nothing differs", {}, []],
    ["a lock shortened in the console", { [LOCK]: shortened }, [`console weakens lock-days ${BUCKET}`]],
    [
      "a lock prolonged in the console",
      { [LOCK]: { recorded: lock(3653), live: lock(4000), declared: lock(3653) } },
      [`console strengthens lock-days ${BUCKET}`],
    ],
    [
      "a shorter lock declared, and not applied",
      { [LOCK]: { recorded: lock(3653), declared: lock(365) } },
      [`unapplied weakens lock-days ${BUCKET}`],
    ],
    [
      "shortened in the console, and a third length declared",
      { [LOCK]: { recorded: lock(3653), live: lock(365), declared: lock(1000) } },
      [`console weakens lock-days ${BUCKET}`, `unapplied strengthens lock-days ${BUCKET}`],
    ],
    [
      "versioning suspended in the console, beside a longer lock that is declared",
      {
        [VERSIONING]: {
          recorded: versioning("Enabled"),
          live: versioning("Suspended"),
          declared: versioning("Enabled"),
        },
        [LOCK]: { recorded: lock(3653), declared: lock(4000) },
      },
      [`console weakens versioning ${BUCKET}`, `unapplied strengthens lock-days ${BUCKET}`],
    ],
    [
      "a policy deleted in the console",
      { [POLICY]: { recorded: policy(...DELETES), live: null, declared: policy(...DELETES) } },
      [`deleted weakens evidence-deleted ${POLICY}`, `console weakens deletes-denied ${BUCKET}`],
    ],
    [
      "a policy deleted, and declared no more",
      { [POLICY]: { recorded: policy(...DELETES), live: null, declared: null } },
      [`adopted weakens evidence-deleted ${POLICY}`, `console weakens deletes-denied ${BUCKET}`],
    ],
    [
      "a policy to be destroyed",
      { [POLICY]: { recorded: policy(...DELETES), declared: null } },
      [`unapplied weakens evidence-destroyed ${POLICY}`, `unapplied weakens deletes-denied ${BUCKET}`],
    ],
    [
      "a tag changed in the console, which serves no duty",
      {
        [BUCKET]: {
          recorded: { ...VAULT[BUCKET].recorded, tags: { a: "1" } },
          live: { ...VAULT[BUCKET].recorded, tags: { a: "2" } },
        },
      },
      [],
    ],
  ])("%s", (_, cases, expected) => {
    const { findings, standing } = judge(cases);
    expect(short(findings)).toEqual(expected);
    expect(standing).toEqual([]);
  });

  it("is told with the measure before and after", () =>
    expect(judge({ [LOCK]: shortened }).findings[0]?.measure).toEqual({
      name: "days locked",
      unit: "days",
      before: 3653,
      after: 365,
    }));

  it("is judged from the values themselves: calling a difference noise hides nothing from a rule", () => {
    const nitpick: Rule = {
      ...(rules[0] as Rule),
      id: "nitpick",
      evaluate: (set) => {
        const [found] = set.ofType("aws_s3_bucket_policy");
        const met = String(found?.values["policy"]).startsWith('{"Version"');
        return [
          {
            rule: "nitpick",
            duties: ["Art12"],
            address: `${STACK}/${POLICY}`,
            verdict: met ? "met" : "unmet",
            reason: "how it is written",
          },
        ];
      },
    };
    const { Version, Statement } = JSON.parse(policy(...DELETES).policy) as Record<string, unknown>;
    const live = { bucket: "v", policy: JSON.stringify({ Statement, Version }) };
    const cases = { [POLICY]: { recorded: policy(...DELETES), live, declared: policy(...DELETES) } };
    const parts = planParts(planOf({ ...VAULT, ...cases }));
    expect(changesOfParts(parts).map(({ cause }) => cause)).toEqual(["noise"]);
    expect(short(judge(cases, { rules: [nitpick] }).findings)).toEqual([`console weakens nitpick ${POLICY}`]);
  });
});

describe("What is unmet on the real thing", () => {
  const short365 = { [LOCK]: { recorded: lock(100) } };
  const waiver = (expires: string): Waiver => ({
    rule: "lock-days",
    resource: `${STACK}/${BUCKET}`,
    reason: "agreed",
    approver: "a.muster",
    expires,
  });

  it("is told although nothing differs", () => {
    const { findings, standing } = judge(short365);
    expect(findings).toEqual([]);
    expect(short(standing)).toEqual([`standing neutral lock-days ${BUCKET}`]);
  });

  it("is told once, where a change in the console explains it", () => {
    const { findings, standing } = judge({
      [LOCK]: { recorded: lock(3653), live: lock(100), declared: lock(3653) },
    });
    expect(short(findings)).toEqual([`console weakens lock-days ${BUCKET}`]);
    expect(standing).toEqual([]);
  });

  it("is covered by a waiver up to its day, and named all the same", () => {
    expect(judge(short365, { waivers: [waiver("2026-11-25")] }).waivers).toMatchObject({
      used: [{ rule: "lock-days" }],
      expired: [],
    });
    expect(judge(short365, { waivers: [waiver("2026-11-24")] }).waivers).toMatchObject({
      used: [],
      expired: [{ rule: "lock-days" }],
    });
  });

  it("says nothing of stacks that were not looked at", () => {
    const none = judgeDrift([], [], {
      declared: declaredSet({ aws_s3_bucket: { vault: { bucket: "v", object_lock_enabled: true } } }),
      rules,
      waivers: [],
      today: "2026-11-25",
    });
    expect(none).toMatchObject({ findings: [], standing: [] });
  });
});

it("A rule that throws leaves the duty unknown, with the error's words", () => {
  const broken: Rule = {
    ...(rules[0] as Rule),
    id: "broken",
    evaluate() {
      throw new TypeError("cannot read x of undefined");
    },
  };
  const { brokenRules, standing } = judge({}, { rules: [broken, ...rules] });
  expect(brokenRules).toEqual(["broken"]);
  expect(standing).toMatchObject([
    { effect: "unknown", rule: "broken", address: "*", reason: expect.stringContaining("cannot read x") },
  ]);
});

describe("A look without a state", () => {
  it.each<[string, Readonly<Record<string, Case>>, readonly string[]]>([
    ["finds nothing where all is as declared", {}, []],
    [
      "finds a shorter lock",
      { [LOCK]: { recorded: lock(365), declared: lock(3653) } },
      [`differs weakens lock-days ${BUCKET}`],
    ],
    [
      "finds what is missing, and what that means",
      { [POLICY]: { recorded: null, declared: policy(...DELETES) } },
      [`missing weakens evidence-missing ${POLICY}`, `differs weakens deletes-denied ${BUCKET}`],
    ],
  ])("%s", (_, cases, expected) => expect(short(inventory(cases).findings)).toEqual(expected));

  it("takes what it cannot look for to be as declared", () =>
    expect(
      inventory({ [POLICY]: { recorded: null, declared: policy(...DELETES) } }, [POLICY]).findings,
    ).toEqual([]));
});
