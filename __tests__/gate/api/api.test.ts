import fastify, { type FastifyInstance } from "fastify";
import { registerDecisionApi } from "../../../gate/api";
import type { Principal } from "../../../gate/principal";
import { Refusal } from "../../../gate/refusal";
import { RUN } from "../decisions/fake-mlflow";
import { anna, ben, cora, gateway, person, World } from "../decisions/world";

const PEOPLE = new Map<string, Principal>(
  [anna, ben, cora, person("dan", "reader")].map((one) => [one.name, one]),
);
const STAGE = { kind: "stage", name: "Production" };

describe("the gate's own API", () => {
  let world: World;
  let app: FastifyInstance;

  beforeEach(async () => {
    world = new World();
    app = fastify();
    app.setErrorHandler((error, _, reply) => {
      if (error instanceof Refusal) return reply.code(error.status).send(error.toJSON());
      return reply
        .code((error as { statusCode?: number }).statusCode ?? 500)
        .send({ message: String(error) });
    });
    const identify = async ({ headers }: { headers: Record<string, unknown> }): Promise<Principal> => {
      const found = PEOPLE.get(String(headers["authorization"]));
      if (found === undefined) throw new Refusal("UNAUTHENTICATED", "sign in");
      return found;
    };
    registerDecisionApi(app, {
      decisions: world.decisions,
      identity: { identify: identify as never },
      rules: world.rules,
    });
    await app.ready();
  });

  afterEach(() => app.close());

  const ask = async (who: string, method: "GET" | "POST", path: string, body?: object) => {
    const answer = await app.inject({
      method,
      url: `/evidence/v1/${path}`,
      headers: { authorization: who },
      ...(body !== undefined && { payload: body }),
    });
    return { status: answer.statusCode, said: answer.json() as Record<string, unknown> };
  };

  const approval = async (): Promise<object> => {
    const { key } = await world.decisions.status({ name: "credit", version: "1" });
    return {
      ...{
        name: "credit",
        version: "1",
        evidenceSha256: key?.evidenceSha256,
        artifactSha256: key?.artifactSha256,
      },
      modification: { class: "predetermined", why: "retrained on newer data" },
    };
  };

  test("nobody keeps MLflow busy by asking for the status of many versions at once, and others are answered", async () => {
    const point = gateway();
    let reading = 0;
    world.mlflow.beforeArtifact = () => {
      reading++;
      return point.pass();
    };
    for (let version = 2; version <= 6; version++) world.mlflow.addVersion(String(version));
    const asked = [1, 2, 3, 4].map((version) => ask("dan", "GET", `status/credit/${version}`));
    while (reading < asked.length) await new Promise(setImmediate);
    const refused = await ask("dan", "GET", "status/credit/5");
    expect(refused).toMatchObject({ status: 409, said: { error_code: "RESOURCE_CONFLICT" } });
    const other = ask("ben", "GET", "status/credit/6");
    point.open();
    for (const { status } of await Promise.all([...asked, other])) expect(status).toBe(200);
    expect((await ask("dan", "GET", "status/credit/5")).status).toBe(200);
  });

  test("status, approval, promotion and revocation go together", async () => {
    const approved = await ask("ben", "POST", "approvals", await approval());
    expect(approved).toMatchObject({ status: 200, said: { approval: { record: "records/gate/1" } } });
    const promoted = await ask("anna", "POST", "promotions", { name: "credit", version: "1", door: STAGE });
    expect(promoted).toEqual({
      status: 200,
      said: { act: "promote", record: "records/gate/2", displaces: [], lacks: [] },
    });
    const status = await ask("dan", "GET", "status/credit/1");
    expect(status).toMatchObject({ status: 200, said: { inProduction: ["stage Production"] } });
    const { id } = (approved.said as { approval: { id: string } }).approval;
    const revoked = await ask("cora", "POST", `approvals/${id}/revoke`, {
      name: "credit",
      reason: "complaint 12 is open",
    });
    expect(revoked).toEqual({ status: 200, said: { record: "records/gate/3", version: "1" } });
  });

  test("break-glass is asked for by one and used by another", async () => {
    const until = new Date(world.now.getTime() + 60_000).toISOString();
    const order = { name: "credit", version: "1", door: STAGE };
    const asked = await ask("ben", "POST", "break-glass", { ...order, reason: "the other one fails", until });
    expect(asked).toMatchObject({ status: 200, said: { until } });
    const used = await ask("cora", "POST", "promotions", { ...order, breakGlass: asked.said["id"] });
    expect(used).toMatchObject({ status: 200, said: { act: "break-glass" } });
  });

  test("by the stage others are archived: MLflow serves the highest number", async () => {
    world.mlflow.addVersion("2", { current_stage: "Production" });
    await world.approve();
    const promoted = await ask("anna", "POST", "promotions", { name: "credit", version: "1", door: STAGE });
    expect(promoted.said["displaces"]).toEqual(["2"]);
    expect(world.mlflow.stage("2")).toBe("Archived");
  });

  describe("Before anybody asks for promotion", () => {
    test("whoever may read is told what a run lacks, what comes later, and which versions are of it", async () => {
      const run = world.mlflow.runs.get(RUN);
      run?.tags.splice(0, 1, { key: "system", value: "credit-scoring" });
      const answer = await ask("dan", "GET", `preflight/${RUN}`);
      expect(answer).toEqual({
        status: 200,
        said: {
          system: "credit-scoring",
          model: "credit",
          run: {
            ...{ id: RUN, experimentName: "credit/retraining", status: "FINISHED" },
            startedAt: "1970-01-01T00:00:00.001Z",
          },
          lacks: [
            {
              ...{ requirement: "risk-assessed", duties: ["Art17(1)"] },
              ...{ what: "The run has no tag risk.", fix: "Supply it." },
            },
          ],
          untilRegistered: [
            {
              requirement: "approved",
              duties: ["Art17(1)"],
              title: "It is approved",
              how: "Ask an approver.",
            },
          ],
          measured: [{ metric: "auc", value: 0.8, needed: "at least 0.7" }],
          versions: [{ name: "credit", version: "1" }],
        },
      });
    });

    test("a run of no system is held against nothing that only a config says", async () => {
      const { said } = await ask("anna", "GET", `preflight/${RUN}`);
      expect(said).not.toHaveProperty("system");
      expect(said["measured"]).toEqual([]);
    });

    test("asking reads no artifact, changes nothing and decides nothing", async () => {
      world.mlflow.beforeArtifact = () => {
        throw new Error("an artifact was read");
      };
      for (const who of ["anna", "ben", "dan"])
        expect((await ask(who, "GET", `preflight/${RUN}`)).status).toBe(200);
      expect(world.mlflow.changes).toEqual([]);
      expect(world.ledger.records).toEqual([]);
      expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
    });

    test("a run that is not there is said not to be there", async () => {
      const answer = await ask("anna", "GET", `preflight/${"0".repeat(32)}`);
      expect(answer).toMatchObject({ status: 404, said: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
    });

    test.each([
      ["in capitals", RUN.toUpperCase()],
      ["cut short", RUN.slice(1)],
      ["with a quote that would end MLflow's filter", `${RUN}'`],
      ["with a step up", "..%2fstatus%2fcredit"],
      ["that is a filter", encodeURIComponent("' or name like '%")],
    ])("a run's id %s is not understood", async (_, id) => {
      const asked: string[] = [];
      world.mlflow.before = ({ path }) => void asked.push(path);
      const answer = await ask("anna", "GET", `preflight/${id}`);
      expect(answer).toMatchObject({ status: 400, said: { error_code: "INVALID_PARAMETER_VALUE" } });
      expect(asked).toEqual([]);
    });
  });

  test.each<["GET" | "POST", string]>([
    ["GET", "status/credit/1"],
    ["GET", `preflight/${RUN}`],
    ["POST", "approvals"],
    ["POST", "approvals/x/revoke"],
    ["POST", "promotions"],
    ["POST", "break-glass"],
  ])("%s %s is for people who are known", async (method, path) => {
    expect(await ask("nobody", method, path, method === "POST" ? {} : undefined)).toMatchObject({
      status: 401,
      said: { error_code: "UNAUTHENTICATED" },
    });
    expect(world.ledger.records).toEqual([]);
  });

  test("a reader does not promote", async () => {
    await world.approve();
    const answer = await ask("dan", "POST", "promotions", { name: "credit", version: "1", door: STAGE });
    expect(answer).toMatchObject({ status: 403, said: { error_code: "PERMISSION_DENIED" } });
    expect(world.mlflow.changes).toEqual([]);
  });

  test.each<[string, string, object, string]>([
    ["a field that is not known", "promotions", { door: STAGE, force: true }, "force"],
    ["a version in another dress", "promotions", { version: "01", door: STAGE }, "version: a version number"],
    ["a version that is a number", "promotions", { version: 1, door: STAGE }, "version"],
    [
      "a name with a slash",
      "promotions",
      { name: "a/b", door: STAGE },
      "name: the name of a registered model",
    ],
    ["a stage that is no door", "promotions", { door: { kind: "stage", name: "Staging" } }, "door"],
    [
      "an alias that is no door",
      "promotions",
      { door: { kind: "alias", name: "candidate" } },
      "no door into production",
    ],
    [
      "an alias that looks like one",
      "promotions",
      { door: { kind: "alias", name: "Champion" } },
      "no door into production",
    ],
    ["a digest cut short", "approvals", { evidenceSha256: "abc" }, "evidenceSha256: 64 hexadecimal digits"],
    [
      "a modification without a reason",
      "approvals",
      { modification: { class: "predetermined", why: "x" } },
      "modification.why",
    ],
    [
      "a modification of no class",
      "approvals",
      { modification: { class: "small", why: "only a few weights" } },
      "modification.class",
    ],
    [
      "a time that is none",
      "break-glass",
      { door: STAGE, reason: "the other one fails", until: "soon" },
      "until",
    ],
  ])("%s is not understood, and nothing is decided", async (_, path, change, words) => {
    const good = path === "approvals" ? await approval() : { name: "credit", version: "1" };
    const answer = await ask("ben", "POST", path, { ...good, ...change });
    expect(answer).toMatchObject({ status: 400, said: { error_code: "INVALID_PARAMETER_VALUE" } });
    expect(String(answer.said["message"])).toContain(words);
    expect(world.ledger.records).toEqual([]);
  });

  test("a refusal is MLflow's error JSON with everything that lacks", async () => {
    const answer = await ask("anna", "POST", "promotions", { name: "credit", version: "1", door: STAGE });
    expect(answer).toMatchObject({ status: 403, said: { error_code: "PERMISSION_DENIED" } });
    expect(String(answer.said["message"])).toContain("[approved]");
  });
});
