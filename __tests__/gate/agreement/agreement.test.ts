import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentKey, FolderDocumentStore } from "../../../evidence/documentation";
import { recordKey } from "../../../evidence/records";
import { compare, type SeenModel } from "../../../gate/agreement";
import { readDecisions } from "../../../gate/ledger";
import { ringWith } from "../../evidence/records/actors";
import { FakeMlflow, MODEL, ROOT, RUN } from "../decisions/fake-mlflow";
import { ben, CHAMPION, rules } from "./rules";
import { Refusal } from "../../../gate/refusal";
import { anna } from "../decisions/world";
import type { Survivors } from "../recovery/survivors";
import { anotherVersion, stampedAndApproved, stamps } from "./stamped";
import { Life } from "../recovery/mortal";

/** Codes of the disagreements, with version and door. */
async function disagreements(survivors: Survivors): Promise<string[]> {
  const said = await compared(survivors);
  return said.disagreements.map(({ code, model, version, door }) =>
    [code, model, version, door].filter((part) => part !== undefined).join(" "),
  );
}

async function compared({ folder, mlflow, state }: Survivors, seen: readonly SeenModel[] = []) {
  const { decided, doubts } = await readDecisions(folder.records(), ringWith());
  const intents = await state.openIntents();
  const contributors = state.contributors.bind(state);
  return compare({
    decided,
    doubts,
    documents: new FolderDocumentStore(folder.dir),
    state: { intents, contributors },
    upstream: mlflow,
    rules,
    earlier: { seen, decisions: 0 },
  });
}

async function inProduction(): Promise<Survivors> {
  const survivors = await stampedAndApproved();
  await survivors.promote();
  await survivors.promote(new Life(), { door: CHAMPION });
  return survivors;
}

describe("Records and registry agree", () => {
  it("when everything went through the gate: in, out, back and over to the next version", async () => {
    const survivors = await inProduction();
    expect(await compared(survivors)).toMatchObject({ models: 1, places: 2, disagreements: [] });
    await anotherVersion(survivors, "2");
    await survivors.approve("2");
    await survivors.promote(new Life(), { version: "2", archive: true });
    await survivors.promote(new Life(), { version: "2", door: CHAMPION });
    expect(await compared(survivors)).toMatchObject({ models: 1, places: 2, disagreements: [] });
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
    expect(await compared(survivors)).toMatchObject({ models: 1, places: 0, disagreements: [] });
    await survivors.promote();
    expect(await compared(survivors)).toMatchObject({ models: 1, places: 1, disagreements: [] });
  });

  it("when MLflow did not make a change, and a record says so", async () => {
    const survivors = await stampedAndApproved();
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
    const survivors = await stampedAndApproved();
    rmSync(join(survivors.folder.dir, "records"), { recursive: true });
    expect(await disagreements(survivors)).toEqual([]);
  });
});

type Tampering = (mlflow: FakeMlflow) => void;
const version = (mlflow: FakeMlflow, number = "1") => mlflow.versions.get(`credit/${number}`)!;

const BEHIND_THE_GATE: readonly { readonly what: string; readonly tamper: Tampering; readonly found: readonly string[] }[] = [
  { what: "another version was put at the stage", tamper: (mlflow) => mlflow.addVersion("2", { current_stage: "Production" }), found: ["not-recorded credit 2 stage Production", "stamp-missing credit 2"] },
  { what: "a version was taken from the stage", tamper: (mlflow) => (version(mlflow).current_stage = "Archived"), found: ["not-in-production credit 1 stage Production"] },
  { what: "the alias was removed", tamper: (mlflow) => mlflow.aliases.delete("champion"), found: ["not-in-production credit 1 alias champion"] },
  { what: "the alias was pointed at another version", tamper: (mlflow) => { mlflow.addVersion("2"); mlflow.aliases.set("champion", "2"); }, found: ["alias-moved credit 1 alias champion", "not-recorded credit 2 alias champion", "stamp-missing credit 2"] },
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
  { what: "a version was written into the database", tamper: (mlflow) => mlflow.addVersion("2"), found: ["stamp-missing credit 2"] },
  { what: "a version was written into the database with the time of one before the gate", tamper: (mlflow) => mlflow.addVersion("2", { creation_timestamp: 5 }), found: ["stamp-missing credit 2"] },
  { what: "a version was written with the stamp of another", tamper: (mlflow) => mlflow.addVersion("2", { tags: version(mlflow).tags }), found: ["stamp-forged credit 1", "stamp-forged credit 2"] },
  { what: "a version was written with a stamp of its own", tamper: (mlflow) => mlflow.addVersion("2", { tags: stamps("call-2", 1_002) }), found: ["stamp-forged credit 2"] },
  { what: "a version was written with a stamp of yesterday", tamper: (mlflow) => mlflow.addVersion("2", { creation_timestamp: 90_000_000, tags: stamps("call-2", 1_002) }), found: ["stamp-forged credit 2"] },
  { what: "a stamp was given to somebody else", tamper: (mlflow) => (version(mlflow).tags.find(({ key }) => key === "evidence.created_by")!.value = "https://issuer.example#mallory"), found: ["stamp-forged credit 1", "evidence-changed credit 1"] },
  { what: "a stamp was taken away", tamper: (mlflow) => (version(mlflow).tags = []), found: ["stamp-missing credit 1", "evidence-changed credit 1"] },
  { what: "the stamp of the run was taken away", tamper: (mlflow) => (mlflow.runs.get(RUN)!.tags = [{ key: "risk", value: "assessed" }]), found: ["stamp-missing credit 1", "evidence-changed credit 1"] },
  { what: "the user of the run was made another", tamper: (mlflow) => (mlflow.runs.get(RUN)!.user_id = "mallory"), found: ["stamp-forged credit 1", "evidence-changed credit 1"] },
  { what: "an artifact cannot be read", tamper: (mlflow) => (mlflow.beforeArtifact = () => { throw new Refusal("RESOURCE_CONFLICT", "the store does not answer"); }), found: ["not-told credit 1"] },
  { what: "a stage was written in another spelling", tamper: (mlflow) => { mlflow.addVersion("2", { tags: stamps("call-2", 1_002), current_stage: "production" }); }, found: ["not-recorded credit 2 stage Production", "stamp-forged credit 2"] },
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

  it("each file that was replaced, removed or added is named", async () => {
    const survivors = await inProduction();
    const { files } = survivors.mlflow;
    files.set(`${ROOT}/data/model.pkl`, "others");
    files.delete(`${ROOT}/MLmodel`);
    files.set(`${ROOT}/data/more.pkl`, "more");
    const [found] = (await compared(survivors)).disagreements;
    expect(found).toMatchObject({
      code: "artifacts-changed",
      found: expect.stringMatching(/^They were [0-9a-f]{64}, and are [0-9a-f]{64}\.$/),
      things: [
        expect.stringMatching(/^MLmodel is gone: it was \d+ bytes of SHA-256 [0-9a-f]{64}$/),
        expect.stringMatching(/^data\/model\.pkl was replaced: it was .*, and is 6 bytes of SHA-256 /),
        expect.stringMatching(/^data\/more\.pkl was added: 4 bytes of SHA-256 /),
      ],
    });
  });

  it.each([
    { what: "is gone", spoil: rmSync, because: "the vault holds no list of them" },
    {
      what: "is another",
      spoil: (file: string) => writeFileSync(file, "[]"),
      because: "their list cannot be read from the vault",
    },
  ])(
    "files that changed are found although the list of what was promoted $what",
    async ({ spoil, because }) => {
      const survivors = await inProduction();
      const { subject } = (await survivors.ledger.history("credit")).at(-1)!;
      spoil(join(survivors.folder.dir, documentKey(subject.artifactSha256 ?? "")));
      survivors.mlflow.files.set(`${ROOT}/data/model.pkl`, "others");
      const [found] = (await compared(survivors)).disagreements;
      expect(found).toMatchObject({ code: "artifacts-changed", found: expect.stringContaining(because) });
      expect(found).not.toHaveProperty("things");
    },
  );
});

/** Versions 1 and 2, each of a run of its own, promoted one after the other. */
async function twoReleases(): Promise<Survivors> {
  const survivors = await stampedAndApproved();
  const { mlflow } = survivors;
  await survivors.promote(new Life(), { door: CHAMPION });
  survivors.pass(60);
  const [run, model] = ["c".repeat(32), `m-${"d".repeat(32)}`];
  mlflow.runs.set(run, { ...mlflow.runs.get(RUN)!, outputs: [model] });
  mlflow.models.set(model, { ...mlflow.models.get(MODEL)!, source_run_id: run });
  mlflow.files.set(`1/models/${model}/artifacts/MLmodel`, "flavors: {}");
  const made = survivors.now.getTime();
  await anotherVersion(survivors, "2", {
    creation_timestamp: made,
    source: `models:/${model}`,
    run_id: run,
    tags: stamps("call-2", made),
  });
  await survivors.approve("2");
  survivors.pass(1);
  await survivors.promote(new Life(), { version: "2", door: CHAMPION });
  return survivors;
}

/** As a restore of MLflow's database leaves it: nothing of version 2, its run, its model; files stay. */
function restore({ mlflow }: Survivors): void {
  const [run, model] = ["c".repeat(32), `m-${"d".repeat(32)}`];
  mlflow.versions.delete("credit/2");
  mlflow.aliases.set("champion", "1");
  mlflow.runs.delete(run);
  mlflow.models.delete(model);
}

describe("A database of MLflow that was brought back from an earlier time", () => {
  it("is one finding that names what is gone and what is as it was", async () => {
    const survivors = await twoReleases();
    expect(await disagreements(survivors)).toEqual([]);
    restore(survivors);
    const { disagreements: found } = await compared(survivors);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: "database-restored", model: "registry" });
    expect(found[0]?.things).toEqual([
      expect.stringMatching(
        /^version 2 of credit, made at .*, is gone, its run c{32} as well \(records\/gate\//,
      ),
      expect.stringMatching(/^alias champion of credit: version 2\. The alias stands for version 1\./),
      expect.stringMatching(/^alias champion of credit: version 1\. No record let version 1 in/),
    ]);
  });

  it("does not hide what else was done", async () => {
    const survivors = await twoReleases();
    restore(survivors);
    survivors.mlflow.files.set(`${ROOT}/data/model.pkl`, "others");
    survivors.mlflow.addVersion("9", { creation_timestamp: 2_000 });
    expect(await disagreements(survivors)).toEqual(["database-restored registry", "stamp-missing credit 9"]);
  });

  it("is not what it is taken for when only a version was deleted: its run is still there", async () => {
    const survivors = await twoReleases();
    survivors.mlflow.versions.delete("credit/2");
    survivors.mlflow.aliases.set("champion", "1");
    expect(await disagreements(survivors)).toEqual([
      "alias-moved credit 2 alias champion",
      "not-recorded credit 1 alias champion",
      "version-gone credit 2",
    ]);
  });

  it("is not what it is taken for when something of the lost time is still there", async () => {
    const survivors = await twoReleases();
    const made = survivors.now.getTime();
    survivors.mlflow.addVersion("3", {
      creation_timestamp: made - 60_000,
      tags: stamps("call-3", made - 60_000),
    });
    await survivors.state.contributed(["version:credit/3"], anna);
    restore(survivors);
    expect(await disagreements(survivors)).toContain("version-gone credit 2");
  });

  it("is known by what an earlier check saw, where nothing was decided since", async () => {
    const survivors = await inProduction();
    survivors.mlflow.registered.get("credit")!.updated = 7_000;
    const { seen } = await compared(survivors);
    expect(seen).toEqual([{ model: "credit", updatedAt: 7_000 }]);
    survivors.mlflow.registered.get("credit")!.updated = 6_000;
    const { disagreements: found } = await compared(survivors, seen);
    expect(found).toMatchObject([
      {
        code: "database-restored",
        things: [expect.stringContaining("credit was changed at 1970-01-01T00:00:07.000Z")],
      },
    ]);
  });
});

describe("What the gate itself left open or cannot stand behind", () => {
  it("a decision that is not settled is said", async () => {
    const survivors = await stampedAndApproved();
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
    const survivors = await stampedAndApproved();
    const { record } = await survivors.promote();
    writeFileSync(join(survivors.folder.dir, record), "{}");
    expect(await disagreements(survivors)).toEqual([
      "record-doubtful gate",
      "not-recorded credit 1 stage Production",
    ]);
  });

  it("records that were cut off at the end are said, where an earlier check counted them", async () => {
    const survivors = await inProduction();
    const { decisions } = await compared(survivors);
    rmSync(join(survivors.folder.dir, recordKey("gate", decisions * 2 - 1)));
    const { decided, doubts } = await readDecisions(survivors.folder.records(), ringWith());
    const upstream = survivors.mlflow;
    const { disagreements: found } = await compare({
      decided,
      doubts,
      documents: new FolderDocumentStore(survivors.folder.dir),
      upstream,
      rules,
      earlier: { decisions },
    });
    expect(found.map(({ code }) => code)).toContain("record-doubtful");
  });

  it("a record that is missing is said", async () => {
    const survivors = await inProduction();
    rmSync(join(survivors.folder.dir, recordKey("gate", 1)));
    expect(await disagreements(survivors)).toContain("record-doubtful gate");
  });
});
