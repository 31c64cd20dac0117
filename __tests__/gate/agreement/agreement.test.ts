import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordKey } from "../../../evidence/records";
import { compare } from "../../../gate/agreement";
import { readDecisions } from "../../../gate/ledger";
import { ringWith } from "../../evidence/records/actors";
import { FakeMlflow, MODEL, ROOT, RUN } from "../decisions/fake-mlflow";
import { ben, rules } from "./rules";
import { approved, type Survivors } from "../recovery/survivors";
import { Life } from "../recovery/mortal";

const CHAMPION = { kind: "alias", name: "champion" } as const;

/** Codes of the disagreements, with version and door. */
async function disagreements(survivors: Survivors): Promise<string[]> {
  const said = await compared(survivors);
  return said.disagreements.map(({ code, model, version, door }) =>
    [code, model, version, door].filter((part) => part !== undefined).join(" "),
  );
}

async function compared({ folder, mlflow, state }: Survivors) {
  const { decided, doubts } = await readDecisions(folder.records(), ringWith());
  return compare({ decided, doubts, intents: await state.openIntents(), upstream: mlflow, rules });
}

async function inProduction(): Promise<Survivors> {
  const survivors = await approved();
  await survivors.promote();
  await survivors.promote(new Life(), { door: CHAMPION });
  return survivors;
}

describe("Records and registry agree", () => {
  it("when everything went through the gate: in, out, back and over to the next version", async () => {
    const survivors = await inProduction();
    expect(await compared(survivors)).toEqual({ models: 1, places: 2, disagreements: [] });
    survivors.mlflow.addVersion("2");
    await survivors.approve("2");
    await survivors.promote(new Life(), { version: "2", archive: true });
    await survivors.promote(new Life(), { version: "2", door: CHAMPION });
    expect(await compared(survivors)).toEqual({ models: 1, places: 2, disagreements: [] });
    const decisions = survivors.decisions();
    await decisions.move({ principal: ben, call: "c", name: "credit", alias: "champion" });
    await decisions.move({
      principal: ben,
      call: "c",
      name: "credit",
      version: "2",
      toStage: "Archived",
      archive: false,
    });
    expect(await compared(survivors)).toEqual({ models: 1, places: 0, disagreements: [] });
    await survivors.promote();
    expect(await compared(survivors)).toEqual({ models: 1, places: 1, disagreements: [] });
  });

  it("when MLflow did not make a change, and a record says so", async () => {
    const survivors = await approved();
    const { mlflow } = survivors;
    const send = mlflow.send.bind(mlflow);
    const body = JSON.stringify({ error_code: "INVALID_PARAMETER_VALUE", message: "no" });
    mlflow.send = async (request) =>
      request.method === "GET" ? send(request) : { status: 400, contentType: "application/json", body };
    await survivors.promote().catch(() => undefined);
    expect((await survivors.ledger.history("credit")).map(({ act }) => act)).toContain("not-carried-out");
    expect(await disagreements(survivors)).toEqual([]);
  });

  it("before anything was decided", async () => {
    const survivors = await approved();
    rmSync(join(survivors.folder.dir, "records"), { recursive: true });
    expect(await disagreements(survivors)).toEqual([]);
  });
});

type Tampering = (mlflow: FakeMlflow) => void;
const version = (mlflow: FakeMlflow, number = "1") => mlflow.versions.get(`credit/${number}`)!;

const BEHIND_THE_GATE: readonly { readonly what: string; readonly tamper: Tampering; readonly found: readonly string[] }[] = [
  { what: "another version was put at the stage", tamper: (mlflow) => mlflow.addVersion("2", { current_stage: "Production" }), found: ["not-recorded credit 2 stage Production"] },
  { what: "a version was taken from the stage", tamper: (mlflow) => (version(mlflow).current_stage = "Archived"), found: ["not-in-production credit 1 stage Production"] },
  { what: "the alias was removed", tamper: (mlflow) => mlflow.aliases.delete("champion"), found: ["not-in-production credit 1 alias champion"] },
  { what: "the alias was pointed at another version", tamper: (mlflow) => { mlflow.addVersion("2"); mlflow.aliases.set("champion", "2"); }, found: ["alias-moved credit 1 alias champion", "not-recorded credit 2 alias champion"] },
  { what: "the version was deleted", tamper: (mlflow) => { mlflow.versions.clear(); mlflow.aliases.clear(); }, found: ["not-in-production credit 1 stage Production", "not-in-production credit 1 alias champion", "version-gone credit 1"] },
  { what: "version and number were made anew", tamper: (mlflow) => (version(mlflow).creation_timestamp += 5), found: ["version-recreated credit 1"] },
  { what: "the registered model was deleted", tamper: (mlflow) => { mlflow.registered.delete("credit"); mlflow.versions.clear(); }, found: ["not-in-production credit 1 stage Production", "not-in-production credit 1 alias champion", "version-gone credit 1"] },
  { what: "the run was deleted", tamper: (mlflow) => (mlflow.runs.get(RUN)!.lifecycle_stage = "deleted"), found: ["run-gone credit 1", "evidence-changed credit 1"] },
  { what: "the run was removed for good", tamper: (mlflow) => mlflow.runs.delete(RUN), found: ["run-gone credit 1", "evidence-changed credit 1"] },
  { what: "a metric was corrected", tamper: (mlflow) => (mlflow.runs.get(RUN)!.metrics[0]!.value = 0.99), found: ["evidence-changed credit 1"] },
  { what: "a tag of the run was changed", tamper: (mlflow) => mlflow.runs.get(RUN)!.tags.push({ key: "risk-2", value: "none" }), found: ["evidence-changed credit 1"] },
  { what: "the logged model was deleted", tamper: (mlflow) => mlflow.models.delete(MODEL), found: ["evidence-changed credit 1", "artifacts-changed credit 1"] },
  { what: "an artifact was replaced", tamper: (mlflow) => mlflow.files.set(`${ROOT}/data/model.pkl`, "others"), found: ["artifacts-changed credit 1"] },
  { what: "an artifact was added", tamper: (mlflow) => mlflow.files.set(`${ROOT}/data/more.pkl`, "more"), found: ["artifacts-changed credit 1"] },
  { what: "a model that no system declares was put into production", tamper: (mlflow) => { mlflow.registered.set("shadow", { tags: [] }); mlflow.addVersion("9", { name: "shadow", current_stage: "Production" }); }, found: ["not-recorded shadow 9 stage Production"] },
]; // prettier-ignore

describe("Behind the gate's back", () => {
  it.each(BEHIND_THE_GATE)("$what: found", async ({ tamper, found }) => {
    const survivors = await inProduction();
    tamper(survivors.mlflow);
    expect((await disagreements(survivors)).sort()).toEqual([...found].sort());
  });

  it("what changed of the evidence is named, with the record it is held against", async () => {
    const survivors = await inProduction();
    survivors.mlflow.runs.get(RUN)!.metrics[0]!.value = 0.99;
    const [found] = (await compared(survivors)).disagreements;
    expect(found).toMatchObject({
      code: "evidence-changed",
      found: "metrics changed.",
      record: expect.stringMatching(/^records\/gate\/\d{12}\.dsse\.json$/),
    });
  });
});

describe("What the gate itself left open or cannot stand behind", () => {
  it("a decision that is not settled is said", async () => {
    const survivors = await approved();
    survivors.mlflow.before = ({ method }) => {
      if (method !== "GET") throw new Error("gone");
    };
    await survivors.promote().catch(() => undefined);
    expect(await disagreements(survivors)).toEqual([
      "intent-open credit",
      "not-in-production credit 1 stage Production",
    ]);
  });

  it("a record that was tampered with is said, and counts for nothing", async () => {
    const survivors = await approved();
    const { record } = await survivors.promote();
    writeFileSync(join(survivors.folder.dir, record), "{}");
    expect(await disagreements(survivors)).toEqual([
      "record-doubtful gate",
      "not-recorded credit 1 stage Production",
    ]);
  });

  it("a record that is missing is said", async () => {
    const survivors = await inProduction();
    rmSync(join(survivors.folder.dir, recordKey("gate", 1)));
    expect(await disagreements(survivors)).toContain("record-doubtful gate");
  });
});
