import { request } from "node:http";
import { PeopleAt } from "../decisions/people-at";
import { RestClient, type Training } from "../decisions/training";
import { startWholeGate, type WholeGate } from "../decisions/whole-gate";

jest.setTimeout(240_000);

const NAME = "credit-scoring";
const AGREED = { exitCode: 0, found: [] };

/** Things that happen at the same time, at a gate with all its parts before a real MLflow. */
describe("Races at the gate", () => {
  let gate: WholeGate;
  let people: PeopleAt;
  let anna: RestClient;
  let behind: RestClient;

  beforeAll(async () => {
    gate = await startWholeGate();
    people = new PeopleAt(gate);
    anna = new RestClient(gate.url, await gate.token("anna"));
    behind = new RestClient(gate.mlflow.url, "none");
  });
  afterAll(() => gate?.stop());

  const trained = (weights: string) => anna.train({ commit: gate.commit, weights });
  const crown = (version: string) =>
    anna.raw("POST", "mlflow/registered-models/alias", { name: NAME, alias: "champion", version });
  const champion = async (): Promise<string | undefined> => {
    const path = `mlflow/registered-models/get?name=${NAME}`;
    const said = await behind.ask<{ registered_model: { aliases?: { alias: string; version: string }[] } }>(
      "GET",
      path,
    );
    return said.registered_model.aliases?.find(({ alias }) => alias === "champion")?.version;
  };
  const fileOf = ({ experiment, model }: Training) =>
    `mlflow-artifacts/artifacts/${experiment}/models/${model}/artifacts/data/model.pkl`;

  test("two promotions at once come one after the other, and the records name the one that stands", async () => {
    const versions = [(await trained("one")).version, (await trained("two")).version];
    for (const version of versions) await people.approve(version);
    for (let round = 0; round < 4; round++) {
      const order = round % 2 === 0 ? versions : versions.toReversed();
      const answers = await Promise.all([...order, ...order].map(crown));
      expect(answers.some(({ status }) => status === 200)).toBe(true);
      expect(answers.filter(({ status }) => status !== 200 && status !== 409 && status !== 403)).toEqual([]);
      expect(versions).toContain(await champion());
      expect(await people.checked()).toEqual(AGREED);
    }
  });

  test("a tag that changes while an approver looks is in what is approved, or comes too late", async () => {
    const { run, version } = await trained("restless tags");
    let accepted = "";
    let over = false;
    const restless = (async () => {
      for (let turn = 0; !over; turn++) {
        const value = `turn ${turn}`;
        const { status } = await anna.raw("POST", "mlflow/runs/set-tag", { run_id: run, key: "note", value });
        if (status === 200) accepted = value;
        else expect(status).toBe(409);
      }
    })();
    const tried: number[] = [];
    for (let attempt = 0; attempt < 200 && tried.at(-1) !== 200; attempt++)
      tried.push((await people.raw("ben", "approvals", await people.approval(version))).status);
    // What was looked at is hardly ever what is there a moment later: then nothing is approved.
    expect(tried.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const approved = tried.at(-1) === 200;
    over = true;
    await restless;
    if (!approved) await people.approve(version);
    const { run: now } = await behind.ask<{ run: { data: { tags: { key: string; value: string }[] } } }>(
      "GET",
      `mlflow/runs/get?run_id=${run}`,
    );
    expect(now.data.tags.find(({ key }) => key === "note")?.value).toBe(accepted);
    expect((await crown(version)).status).toBe(200);
    expect(await people.checked()).toEqual(AGREED);
  });

  test("an upload that began before the approval is part of it, or the approval waits for it and is refused", async () => {
    const training = await trained("before the upload");
    const seen = await people.approval(training.version);
    const token = await gate.token("anna");
    // Begun, and not at its end: what MLflow will show is not known yet.
    const upload = request(`${gate.url}/api/2.0/${fileOf(training)}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    });
    const answered = new Promise<number>((resolve, reject) => {
      upload.on("response", (response) => resolve(response.resume().statusCode ?? 0)).on("error", reject);
    });
    await new Promise<void>((done) => upload.write("replaced ", () => done()));
    await new Promise((later) => setTimeout(later, 500));
    const approving = people.raw("ben", "approvals", seen);
    await new Promise((later) => setTimeout(later, 500));
    upload.end("while it was approved");
    expect(await answered).toBe(200);
    expect((await approving).status).toBe(409);
    await people.approve(training.version);
    expect(await anna.upload(fileOf(training), "after the approval")).toBe(409);
    expect((await crown(training.version)).status).toBe(200);
    expect(await people.checked()).toEqual(AGREED);
  });

  test("a version that was approved and is deleted at the same time is one or the other", async () => {
    for (let round = 0; round < 3; round++) {
      const { version } = await trained(`contested ${round}`);
      const seen = await people.approval(version);
      const [approved, deleted] = await Promise.all([
        people.raw("ben", "approvals", seen),
        anna.raw("DELETE", "mlflow/model-versions/delete", { name: NAME, version }),
      ]);
      const there = (await behind.raw("GET", `mlflow/model-versions/get?name=${NAME}&version=${version}`)).status === 200; // prettier-ignore
      expect({ approved: approved.status === 200, deleted: deleted.status === 200 }).toEqual({
        approved: there,
        deleted: !there,
      });
      expect(await people.checked()).toEqual(AGREED);
    }
  });

  test("an approval that is revoked while the version is promoted counts before or not at all", async () => {
    const { version } = await trained("revoked");
    const { said } = await people.raw("ben", "approvals", await people.approval(version));
    const { id } = said["approval"] as { id: string };
    const before = await champion();
    const [promoted, revoked] = await Promise.all([
      crown(version),
      people.raw("ben", `approvals/${id}/revoke`, {
        name: NAME,
        reason: "the data were not the ones agreed",
      }),
    ]);
    expect(revoked.status).toBe(200);
    expect(await champion()).toBe(promoted.status === 200 ? version : before);
    expect(await people.checked()).toEqual(AGREED);
    // Revoked is revoked: what is in production stays until it is taken out, and does not come back in.
    expect((await crown(version)).status).toBe(403);
  });
});
