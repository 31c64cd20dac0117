import { ROOT } from "../gate/decisions/fake-mlflow";
import { stampedAndApproved } from "../gate/agreement/stamped";
import type { Survivors } from "../gate/recovery/survivors";
import { served } from "../gate/agreement/served";
import { gate, keysFile } from "./run-records";

describe("evidence gate check", () => {
  const TOKEN = "reader-token";
  let survivors: Survivors;
  let mlflow: Awaited<ReturnType<typeof served>>;
  let behindGate: Awaited<ReturnType<typeof served>>;

  beforeEach(async () => {
    survivors = await stampedAndApproved();
    await survivors.promote();
    mlflow = await served(survivors.mlflow);
    behindGate = await served(survivors.mlflow, TOKEN);
    process.env["EVIDENCE_TOKEN"] = TOKEN;
  });
  afterEach(async () => {
    delete process.env["EVIDENCE_TOKEN"];
    await Promise.all([mlflow.close(), behindGate.close()]);
  });

  const check = (...args: string[]) =>
    gate(
      "check",
      "--environment",
      "production",
      "--keys",
      keysFile(),
      "--dir",
      survivors.folder.dir,
      ...args,
    );

  it.each([
    { what: "MLflow itself", place: () => ["--mlflow", mlflow.url] },
    { what: "MLflow through the gate, with a token", place: () => ["--gate", behindGate.url] },
  ])("agrees with $what when nothing was done behind the gate", async ({ place }) => {
    const { exitCode, stdout } = await check(...place());
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^records and registry agree: \d+ registered models, 1 places/),
    });
  });

  it("reports a disagreement for people, with the record, and ends with 2", async () => {
    survivors.mlflow.files.set(`${ROOT}/data/model.pkl`, "others");
    const { exitCode, stdout } = await check("--mlflow", mlflow.url);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^! credit 1 \[artifacts-changed\] /m);
    expect(stdout).toMatch(/record: records\/gate\/\d{12}\.dsse\.json/);
    expect(stdout).toContain("1 disagreements: ");
  });

  it("reports the same as JSON", async () => {
    survivors.mlflow.addVersion("2", { current_stage: "Production" });
    const { exitCode, stdout } = await check("--mlflow", mlflow.url, "--json");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "production",
      places: 1,
      disagreements: [{ code: "not-recorded", model: "credit", version: "2", door: "stage Production" }],
    });
  });

  it.each([
    { what: "no way to MLflow is named", args: () => [], fault: "registry-place-unclear" },
    { what: "its address is none", args: () => ["--mlflow", "not a url"], fault: "registry-address-invalid" },
    { what: "its address is no web address", args: () => ["--mlflow", "ftp://mlflow"], fault: "registry-address-invalid" },
    { what: "two are", args: () => ["--mlflow", mlflow.url, "--gate", mlflow.url], fault: "registry-place-unclear" },
    { what: "nobody is there", args: () => ["--mlflow", "http://127.0.0.1:1"], fault: "registry-unreadable" },
    { what: "the token would travel in clear", args: () => ["--gate", "http://mlflow.example"], fault: "gate-address-unsafe" },
    { what: "the gate's database is not there", args: () => ["--mlflow", mlflow.url, "--state", "postgres://g@127.0.0.1:1/g"], fault: "gate-state-unavailable" },
  ])("compares nothing when $what, and says so with 1", async ({ args, fault }) => {
    expect(await check(...args())).toMatchObject({ exitCode: 1, fault });
  }); // prettier-ignore

  it("compares nothing when the gate does not know the token", async () => {
    process.env["EVIDENCE_TOKEN"] = "another";
    const said = await check("--gate", behindGate.url);
    expect(said).toMatchObject({ exitCode: 1, fault: "registry-unreadable" });
  });
});
