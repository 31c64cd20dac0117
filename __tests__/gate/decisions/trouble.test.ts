import { concludeIntent } from "../../../gate/decisions";
import { RUN } from "./fake-mlflow";
import { ben, refusalOf, World } from "./world";

const failed = (why: string) => (): never => {
  throw new Error(why);
};

async function approved(): Promise<World> {
  const world = new World();
  await world.approve();
  return world;
}

const onChange =
  (work: () => void) =>
  ({ method }: { method: string }): void => {
    if (method !== "GET") work();
  };

test("if the record cannot be written, MLflow is not told", async () => {
  const world = await approved();
  world.ledger.before = ({ act }) => (act === "promote" ? failed("place taken")() : undefined);
  await expect(world.promote()).rejects.toThrow("place taken");
  expect(world.mlflow.changes).toEqual([]);
  expect(world.ledger.acts()).toEqual(["approve", "not-carried-out"]);
  expect(world.state.intents.map(({ state }) => state)).toEqual(["not-done"]);
  expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval"]);
});

test("if the vault is away altogether, the intent stays open until it is there again", async () => {
  const world = await approved();
  world.ledger.before = failed("vault away");
  await expect(world.promote()).rejects.toThrow("vault away");
  expect(world.mlflow.changes).toEqual([]);
  expect(world.state.intents.map(({ state }) => state)).toEqual(["planned"]);
  world.ledger.before = () => undefined;
  world.pass(3);
  expect((await world.promote()).act).toBe("promote");
});

test("if the artifacts cannot be kept, nothing is recorded and MLflow is not told", async () => {
  const world = await approved();
  world.ledger.keepArtifacts = () => Promise.reject(new Error("no room"));
  await expect(world.promote()).rejects.toThrow("no room");
  expect(world.ledger.acts()).toEqual(["approve"]);
  expect(world.state.intents.map(({ state }) => state)).toEqual(["not-done"]);
});

test("if it is not known whether the record was written, and it was, another says that nothing was done", async () => {
  const world = await approved();
  world.ledger.after = ({ act }) => (act === "promote" ? failed("answer lost")() : undefined);
  await expect(world.promote()).rejects.toThrow("answer lost");
  expect(world.mlflow.changes).toEqual([]);
  expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out"]);
  expect(world.ledger.last()).toMatchObject({
    about: world.ledger.records[1]?.record,
    subject: { name: "credit", version: "1" },
  });
});

test("if MLflow refuses, a record says that it was not carried out, and the client reads why", async () => {
  const world = await approved();
  const { send } = world.mlflow;
  world.mlflow.send = (request) =>
    request.method === "POST"
      ? Promise.resolve({
          status: 400,
          contentType: "application/json",
          body: JSON.stringify({ error_code: "INVALID_PARAMETER_VALUE", message: "stages are gone" }),
        })
      : send.call(world.mlflow, request);
  const refusal = await refusalOf(world.promote());
  expect(refusal).toMatchObject({ code: "RESOURCE_CONFLICT", status: 409 });
  expect(refusal.message).toContain("MLflow did not make it: stages are gone");
  expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out"]);
  expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval"]);
});

test("if MLflow's answer is lost after it did as asked, the truth is read back: done", async () => {
  const world = await approved();
  world.mlflow.after = onChange(failed("connection reset"));
  const promoted = await world.promote();
  expect(promoted.answer).toBeUndefined();
  expect(world.ledger.acts()).toEqual(["approve", "promote"]);
  expect(world.state.intents.map(({ state }) => state)).toEqual(["done"]);
});

test("if MLflow says that it did and did not, the record says that it was not carried out", async () => {
  const world = await approved();
  world.mlflow.after = onChange(() =>
    Object.assign(world.mlflow.versions.get("credit/1") ?? {}, { current_stage: "None" }),
  );
  expect((await refusalOf(world.promote())).message).toContain("MLflow did not make it");
  expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out"]);
});

describe("if MLflow goes away while it makes the change", () => {
  async function gone(): Promise<World> {
    const world = await approved();
    world.mlflow.before = ({ method }) => {
      if (method !== "POST") return;
      world.mlflow.before = failed("connection refused");
      throw new Error("connection reset");
    };
    const refusal = await refusalOf(world.promote());
    expect(refusal.message).toContain("MLflow does not say whether it made it");
    return world;
  }

  test("nothing is claimed: the intent stays open, everything stays frozen", async () => {
    const world = await gone();
    expect(world.state.intents.map(({ state }) => state)).toEqual(["recorded"]);
    expect(world.ledger.acts()).toEqual(["approve", "promote"]);
    expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval", "promotion"]);
  });

  test("nothing else is decided on the model until that is settled", async () => {
    const world = await gone();
    world.mlflow.before = () => undefined;
    const refusal = await refusalOf(world.promote());
    expect(refusal).toMatchObject({ code: "RESOURCE_CONFLICT" });
    expect(refusal.message).toContain("is not settled");
  });

  test("the next decision after a while settles it first: not carried out, and a record says so", async () => {
    const world = await gone();
    world.mlflow.before = () => undefined;
    world.pass(3);
    expect((await world.promote()).act).toBe("promote");
    expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out", "promote"]);
  });

  test("or carried out after all, and then it is done", async () => {
    const world = await gone();
    world.mlflow.before = () => undefined;
    Object.assign(world.mlflow.versions.get("credit/1") ?? {}, { current_stage: "Production" });
    const [intent] = await world.state.openIntents();
    if (intent === undefined) throw new Error("no open intent");
    expect(await concludeIntent({ ...world, upstream: world.mlflow }, intent)).toBe("done");
    expect(world.ledger.acts()).toEqual(["approve", "promote"]);
  });

  test("concluding twice writes one record", async () => {
    const world = await gone();
    world.mlflow.before = () => undefined;
    const [intent] = await world.state.openIntents();
    if (intent === undefined) throw new Error("no open intent");
    const parts = { ...world, upstream: world.mlflow };
    expect(await concludeIntent(parts, intent, { sure: true })).toBe("not-done");
    expect(await concludeIntent(parts, intent, { sure: true })).toBe("not-done");
    expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out"]);
  });
});

test("a gate that died between intent and record has decided nothing, once its time is over", async () => {
  const world = await approved();
  world.ledger.before = ({ act }) => (act === "promote" ? new Promise(() => undefined) : undefined);
  void world.promote().catch(() => undefined);
  while (world.state.intents.length === 0) await new Promise(setImmediate);
  const [intent] = await world.state.openIntents();
  if (intent === undefined) throw new Error("no open intent");
  const parts = { ...world, upstream: world.mlflow };
  expect(await concludeIntent(parts, intent)).toBe("open");
  world.pass(3);
  expect(await concludeIntent(parts, intent)).toBe("not-done");
  expect(world.ledger.acts()).toEqual(["approve", "not-carried-out"]);
  expect(await world.state.kinds(`run:${RUN}`)).not.toContain("promotion");
});

test("what MLflow answers and nobody can read decides nothing", async () => {
  const world = await approved();
  const { send } = world.mlflow;
  world.mlflow.send = async (request) =>
    request.path.endsWith("runs/get")
      ? { status: 200, contentType: "text/html", body: "<html>" }
      : send.call(world.mlflow, request);
  const refusal = await refusalOf(world.promote());
  expect(refusal.code).toBe("PERMISSION_DENIED");
  expect(refusal.message).toContain("nothing was decided");
  expect(world.mlflow.changes).toEqual([]);
});

test("an approver who takes a version out of production reads the truth as well", async () => {
  const world = await approved();
  await world.promote();
  world.mlflow.before = onChange(failed("connection reset"));
  const order = {
    principal: ben,
    call: "call",
    name: "credit",
    version: "1",
    toStage: "Archived",
    archive: false,
  } as const;
  expect((await refusalOf(world.decisions.move(order))).message).toContain("does not say whether it made it");
  world.mlflow.before = () => undefined;
  world.pass(3);
  await world.decisions.move(order);
  expect(world.ledger.acts()).toEqual(["approve", "promote", "withdraw", "not-carried-out", "withdraw"]);
  expect(world.mlflow.stage("1")).toBe("Archived");
});
