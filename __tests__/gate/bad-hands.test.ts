import { principalOf } from "../../gate/identity/principal-of";
import { recover } from "../../gate/recovery";
import { lacking } from "../../gate/requirements/lacking";
import { openState } from "../../gate/state";
import { RUN } from "./decisions/fake-mlflow";
import { ben, cora, gateway, refusalOf, World } from "./decisions/world";
import { context, versionWhere } from "./requirements/good-version";

/** Ways round the gate that somebody with a token of their own tried, and that no longer lead anywhere. */

test.each([
  ["infinity", Number.MAX_VALUE],
  ["minus infinity", -Number.MAX_VALUE],
])(
  "a metric that was logged as %s, of which MLflow's database makes the largest number, passes no threshold",
  (_, value) => {
    const facts = versionWhere(({ run }) => run!.metrics.forEach((metric) => (metric.value = value)));
    const told = lacking(facts, context()).filter(({ requirement }) => requirement === "metrics-logged");
    expect(told).toHaveLength(facts.run!.metrics.length);
    expect(told[0]?.what).toContain("no finite number");
  },
);

test("metrics of a good model in the same run do not let another model of that run through", () => {
  const beside = `m-${"c".repeat(32)}`;
  const unsaid = versionWhere(({ run }) => run!.outputs.push(beside));
  const told = lacking(unsaid, context());
  expect(told.map(({ requirement }) => requirement)).toEqual(["metrics-of-test-set"]);
  expect(told[0]?.what).toContain("test_recall_of_defaults/sex/male");
  const ofOther = versionWhere(({ run, model }) => {
    run!.outputs.push(beside);
    model!.metrics = run!.metrics.map(({ key }) => ({ key, value: 0.01 }));
  });
  expect(lacking(ofOther, context())).toHaveLength(1);
  const said = versionWhere(({ run, model }) => {
    run!.outputs.push(beside);
    model!.metrics = run!.metrics.map(({ key, value }) => ({ key, value }));
  });
  expect(lacking(said, context())).toEqual([]);
});

test.each<[string, { readonly sub: string; readonly [claim: string]: unknown }]>([
  ["Auth0", { sub: "ci@clients", azp: "ci", gty: "client-credentials" }],
  ["Auth0, by its subject alone", { sub: "ci@clients", azp: "ci" }],
  ["Entra ID", { sub: "2f1c", azp: "ci", idtyp: "app" }],
  ["Keycloak", { sub: "9a7e", azp: "ci", preferred_username: "service-account-ci" }],
  ["Okta", { sub: "ci", cid: "ci" }],
])(
  "a program's token of %s makes no approver, although the settings say nothing of programs",
  (_, claims) => {
    const rules = {
      claims: { groups: "groups", name: "name" },
      roles: { reader: ["all"], trainer: ["all"], service: [], approver: ["all"] },
      services: { clients: [], claims: [] },
    };
    const { kind, roles } = principalOf(
      "https://issuer.example",
      { ...claims, groups: ["all"], iat: 1, exp: 2 },
      rules,
    );
    expect(kind).toBe("service");
    expect([...roles]).not.toContain("approver");
  },
);

test("nobody keeps others from deciding on a model by asking for its promotion again and again", async () => {
  const world = new World();
  await world.approve();
  const point = gateway();
  world.mlflow.beforeArtifact = () => point.pass();
  const asked = [1, 2, 3].map(() => world.promote());
  expect(await refusalOf(world.promote())).toMatchObject({ code: "RESOURCE_CONFLICT" });
  const other = world.promote("1", { principal: cora });
  point.open();
  await Promise.all([...asked, other]);
  await world.promote();
});

const ASKED = { principal: ben, call: "call", name: "credit", version: "1" } as const;
const STAGE = { kind: "stage", name: "Production" } as const;

async function broken(world: World): Promise<string> {
  const until = new Date(world.now.getTime() + 3 * 3_600_000);
  return (
    await world.decisions.askBreakGlass({ ...ASKED, door: STAGE, reason: "credit desk is down", until })
  ).id;
}

/** MLflow takes the change and carries it out only after the gate has given it up. */
async function carriedOutLate(world: World, breakGlass: string): Promise<void> {
  world.mlflow.before = ({ method }) => {
    if (method === "POST") throw new Error("no answer");
  };
  await refusalOf(world.promote("1", { principal: cora, breakGlass }));
  world.mlflow.before = () => undefined;
  world.pass(5);
  await recover({ ...world, upstream: world.mlflow, models: [] });
  world.mlflow.versions.get("credit/1")!.current_stage = "Production";
  await recover({ ...world, upstream: world.mlflow, models: [] });
  expect(world.ledger.last()?.act).toBe("carried-out-late");
}

test("a break-glass request that MLflow carried out late is used, and brings nothing back after an approver withdrew it", async () => {
  const world = new World();
  world.mlflow.runs.get(RUN)!.tags = [];
  const breakGlass = await broken(world);
  await carriedOutLate(world, breakGlass);
  await world.decisions.move({ ...ASKED, toStage: "Archived", archive: false });
  const refusal = await refusalOf(world.promote("1", { principal: cora, breakGlass }));
  expect(refusal.message).toContain("it was used at");
  expect(world.mlflow.stage("1")).toBe("Archived");
});

test("what came into production late is frozen with its experiment, whose deletion would delete the run", async () => {
  const world = new World();
  world.mlflow.runs.get(RUN)!.tags = [];
  await carriedOutLate(world, await broken(world));
  expect(await world.state.kinds("experiment:1")).toEqual(["promotion"]);
});

test("what a gate reads after it lost its freeze for a while is not decided on: others may have written", async () => {
  const world = new World();
  await world.approve();
  world.mlflow.beforeArtifact = async () => {
    for (const { holder } of await world.state.allHolders()) await world.state.release(holder);
  };
  expect(await refusalOf(world.promote())).toMatchObject({ code: "RESOURCE_CONFLICT" });
});

test("a freeze that lapsed is not revived by the task that comes back", async () => {
  const state = await openState("memory://", { leaseMs: 100, renewEveryMs: 300 });
  try {
    await state.freeze(["run:1"], "reading:1");
    await new Promise((later) => setTimeout(later, 500));
    expect(await state.holders("run:1")).toEqual([]);
  } finally {
    await state.close();
  }
});
