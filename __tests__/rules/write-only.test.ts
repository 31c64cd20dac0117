import { evaluate, RULES } from "../../rules";
import { readPlans } from "../../rules/sources/plan";
import { stateSet } from "../../rules/sources/state";
import { synthesizedSet } from "../../rules/sources/synthesized";
import type { ResourceSet } from "../../rules/resource-set";

const NAME = "aws_secretsmanager_secret_version";
const SENSITIVE = { secret_string: true, secret_binary: true, secret_string_wo: true };
const ADDRESS = "s/aws_secretsmanager_secret.login";

/** What a rule says of a set. */
const said = (id: string, set: ResourceSet) =>
  evaluate(
    RULES.filter((rule) => rule.id === id),
    set,
  ).verdicts.map(({ address, verdict, reason }) => ({ address, verdict, reason }));

const source = (json: object) => [{ path: "x.json", json, stack: "s" }];

/** A first plan that makes a secret and its value, as Terraform shows it. */
const planOf = (value: object) => ({
  format_version: "1.2",
  resource_changes: [
    {
      address: "aws_secretsmanager_secret.login",
      mode: "managed",
      type: "aws_secretsmanager_secret",
      name: "login",
      change: { actions: ["create"], before: null, after: { name: "login" }, after_unknown: { id: true } },
    },
    {
      address: `${NAME}.login`,
      mode: "managed",
      type: NAME,
      name: "login",
      change: {
        actions: ["create"],
        before: null,
        after: { secret_string: null, secret_binary: null, secret_string_wo: null, ...value },
        after_unknown: { secret_id: true, has_secret_string_wo: true },
        after_sensitive: SENSITIVE,
      },
    },
  ],
  configuration: {
    root_module: {
      resources: [
        {
          address: `${NAME}.login`,
          expressions: { secret_id: { references: ["aws_secretsmanager_secret.login.id"] } },
        },
      ],
    },
  },
});

const stateOf = (value: object) => ({
  format_version: "1.0",
  values: {
    root_module: {
      resources: [
        {
          address: "aws_secretsmanager_secret.login",
          mode: "managed",
          type: "aws_secretsmanager_secret",
          name: "login",
          values: { id: "arn:login", arn: "arn:login", name: "login" },
        },
        {
          address: `${NAME}.login`,
          mode: "managed",
          type: NAME,
          name: "login",
          values: { secret_id: "arn:login", secret_string: "", secret_binary: "", ...value },
          sensitive_values: SENSITIVE,
        },
      ],
    },
  },
});

const declared = (value: object, characters?: number) => ({
  resource: {
    aws_secretsmanager_secret: { login: { name: "login" } },
    [NAME]: { login: { secret_id: "${aws_secretsmanager_secret.login.id}", ...value } },
  },
  ...(characters !== undefined && {
    ephemeral: {
      aws_secretsmanager_random_password: {
        login: { password_length: characters, exclude_punctuation: true },
      },
    },
  }),
});
const WRITE_ONLY = {
  secret_string_wo: "${ephemeral.aws_secretsmanager_random_password.login.random_password}",
  secret_string_wo_version: 1,
};

describe("A password that Terraform hands on and does not keep", () => {
  it.each([
    ["the configuration", synthesizedSet(source(declared(WRITE_ONLY)), true)],
    ["a first plan", readPlans(source(planOf({ secret_string_wo_version: 1 }))).after],
    ["a state", stateSet(source(stateOf({ secret_string_wo_version: 1, has_secret_string_wo: true })), true)],
  ])("is told from one that it keeps, in %s", (_, set) =>
    expect(said("secret-not-in-plan", set)).toEqual([
      { address: ADDRESS, verdict: "met", reason: "Terraform hands it on and keeps nothing" },
    ]),
  );
});

describe("A password in plain words", () => {
  const kept = "its value is kept by Terraform: secret_string";
  it.each([
    ["the configuration", synthesizedSet(source(declared({ secret_string: "correct horse" })), true), kept],
    [
      "the configuration, although it would be in no plan",
      synthesizedSet(source(declared({ secret_string_wo: "correct horse" })), true),
      "its value is written out",
    ],
    ["a first plan", readPlans(source(planOf({ secret_string: "correct horse" }))).after, kept],
    [
      "a state",
      stateSet(source(stateOf({ secret_string: "correct horse", has_secret_string_wo: false })), true),
      kept,
    ],
  ])("is found in %s, and is not repeated", (_, set, reason) => {
    const found = said("secret-not-in-plan", set);
    expect(found).toEqual([{ address: ADDRESS, verdict: "unmet", reason }]);
    expect(JSON.stringify(found)).not.toContain("correct horse");
  });
});

describe("How long a random text is", () => {
  const head = (characters?: number) => synthesizedSet(source(declared(WRITE_ONLY, characters)), true);
  const planned = (characters: number) =>
    readPlans(source(planOf({ secret_string_wo_version: 1 })), { head: head(characters) }).after;

  it("is read of the configuration beside a plan, because no plan shows it", () => {
    expect(said("secret-random", planned(32))).toMatchObject([{ verdict: "met" }]);
    expect(said("secret-random", planned(31))).toMatchObject([
      { verdict: "unmet", reason: "of 31 characters, 32 at the least" },
    ]);
  });

  it("is not known from a plan alone, and that is no pass", () =>
    expect(said("secret-random", readPlans(source(planOf({}))).after)).toMatchObject([
      { verdict: "unknown" },
    ]));

  it("is not asked of a state, which holds no declarations", () =>
    expect(said("secret-random", stateSet(source(stateOf({})), true))).toMatchObject([
      { verdict: "not-applicable" },
    ]));
});
