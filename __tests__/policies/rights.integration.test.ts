import type { PolicyStatement } from "../../constructs/policy-document";
import { repositoryConfigs, synthesize } from "../stacks/synthesized";
import { decide, unknownActions, type Attempt, type Decision } from "./decide";
import { synthesizedPolicies, type Policies } from "./documents";
import { table, type Tried } from "./table";

const MINUTES = 60_000;
const environment = repositoryConfigs().environments.find(({ id }) => id === "production");
if (!environment) throw new Error("configs/ declare no production");
const policies = synthesizedPolicies(synthesize().stacks, environment.id);
const TABLE = table(environment);
const ATTEMPTS = TABLE.flatMap(({ attempts }) => attempts);

/**
 * Statements whose removal no attempt shows: those for AWS's own services, which are no roles, and the one that hands a
 * key's use to the account's IAM, which the library takes for granted.
 */
const NOT_SHOWN = ["CloudTrailChecks", "CloudTrailWrites", "CloudTrailEncrypts", "AccountUsesIam"];

/** Everyone's decisions, row by row. */
function byRow(decisions: readonly Decision[]): Record<string, Decision>[] {
  let at = 0;
  return TABLE.map(({ attempts }) =>
    Object.fromEntries(attempts.map(({ who }) => [who, decisions[at++] ?? "missing"])),
  );
}

/** A policy with one statement fewer, under a name of its own. */
interface Mutant {
  readonly name: string;
  readonly of: string;
  readonly statements: readonly PolicyStatement[];
}

const MUTANTS: readonly Mutant[] = Object.entries(policies).flatMap(([of, { Statement }]) =>
  Statement.flatMap((removed, index) =>
    Statement.length === 1 || NOT_SHOWN.includes(removed.Sid ?? "")
      ? []
      : [
          {
            name: `${of} without ${removed.Sid ?? `its statement ${index + 1}`}`,
            of,
            statements: Statement.filter((statement) => statement !== removed),
          },
        ],
  ),
);

/** Attempts that a policy has a say in, decided by its mutant. */
const onMutant = ({ of, name }: Mutant): Attempt[] =>
  ATTEMPTS.filter(({ layers }) => layers.flat().includes(of)).map((attempt) => ({
    ...attempt,
    layers: attempt.layers.map((layer) => layer.map((policy) => (policy === of ? name : policy))),
  }));

describe("Who may do what in the vault, decided by the synthesized policies", () => {
  let decisions: Record<string, Decision>[];
  beforeAll(async () => {
    decisions = byRow(await decide(policies, ATTEMPTS));
  }, 10 * MINUTES);

  it.each(TABLE.map(({ what, expected }: Tried, index) => ({ what, expected, index })))(
    "$what",
    ({ expected, index }) => expect(decisions[index]).toEqual(expected),
  );

  it("stays the same when a statement about another bucket is added", async () => {
    const other: PolicyStatement = {
      Sid: "Elsewhere",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::elsewhere/*",
    };
    const more: Policies = {
      ...policies,
      vault: { Statement: [...(policies["vault"]?.Statement ?? []), other] },
    };
    expect(byRow(await decide(more, ATTEMPTS))).toEqual(decisions);
  });

  it("names no right that AWS does not have: a misspelt one denies nothing", async () => {
    const named = Object.values(policies)
      .flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action))
      .filter((action) => !action.includes("*"));
    expect(await unknownActions(named)).toEqual([]);
    expect(await unknownActions(["s3:PutObjectLockConfiguration", "s3:PutObject"])).toEqual([
      "s3:PutObjectLockConfiguration",
    ]);
  });
});

describe("A weaker policy is seen in the table", () => {
  let outcomes: Map<string, boolean>;
  beforeAll(async () => {
    const mutated = Object.fromEntries(
      MUTANTS.map(({ name, statements }) => [name, { Statement: statements }]),
    );
    const batches = MUTANTS.map((mutant) => ({ mutant, attempts: onMutant(mutant) }));
    const all = await decide(
      { ...policies, ...mutated },
      batches.flatMap(({ attempts }) => attempts),
    );
    const base = await decide(policies, ATTEMPTS);
    let at = 0;
    outcomes = new Map(
      batches.map(({ mutant, attempts }) => {
        const before = base.filter((_, index) => ATTEMPTS[index]?.layers.flat().includes(mutant.of));
        const after = all.slice(at, (at += attempts.length));
        return [mutant.name, after.some((decision, index) => decision !== before[index])];
      }),
    );
  }, 10 * MINUTES);

  it.each(MUTANTS.map(({ name }) => name))("%s", (name) => expect(outcomes.get(name)).toBe(true));
});
