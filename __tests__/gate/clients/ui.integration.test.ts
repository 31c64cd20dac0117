import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { trainCreditModel, type TrainedModel } from "../../../sandbox/credit/training";
import { findChromium } from "./chromium";
import { startGateWorld, type GateWorld } from "./gate-world";
import { shows, signedIn } from "./sign-in";

const chromium = findChromium();
if (chromium === undefined)
  console.error("SKIPPED: no chromium here (EVIDENCE_CHROMIUM names one): MLflow's UI through the gate");

interface Registered {
  readonly registered_model: {
    readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
    readonly latest_versions?: readonly { readonly current_stage: string }[];
  };
}

(chromium === undefined ? describe.skip : describe)("MLflow's UI in a browser, through the gate", () => {
  let gate: GateWorld;
  let browser: Browser;
  let page: Page;
  let model: TrainedModel;
  let experiment: string;
  beforeAll(async () => {
    gate = await startGateWorld();
    const { MLFLOW_TRACKING_TOKEN = "" } = await gate.as("anna");
    model = await trainCreditModel({
      ...gate.world,
      variables: { ...gate.world.variables, MLFLOW_TRACKING_TOKEN },
    });
    const { run } = await gate.mlflow<{ run: { info: { experiment_id: string } } }>(
      `runs/get?run_id=${model.run_id}`,
    );
    experiment = run.info.experiment_id;
    browser = await puppeteer.launch({
      executablePath: chromium ?? "",
      // Containers have neither the namespaces nor the shared memory that its sandbox wants.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    });
    page = await signedIn(browser, gate.world.urls.gate, "anna");
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await gate?.stop();
  }, 60_000);

  const open = (hash: string): Promise<unknown> => page.goto(`${gate.world.urls.gate}/#${hash}`);
  const registered = (): Promise<Registered> => gate.mlflow("registered-models/get?name=credit-scoring");

  it("comes up after a sign-in at the identity provider", async () => {
    await shows(page, "Experiments");
    expect(new URL(page.url()).origin).toBe(gate.world.urls.gate);
  }, 60_000);

  it.each([
    ["the list of experiments", () => "/experiments", () => "credit-scoring"],
    ["the runs of an experiment", () => `/experiments/${experiment}/runs`, () => "Training runs"],
    ["a run with its metrics", () => `/experiments/${experiment}/runs/${model.run_id}`, () => "test_roc_auc"],
    ["the registered models", () => "/models", () => "credit-scoring"],
    ["a registered model", () => "/models/credit-scoring", () => "Version 1"],
    ["a version", () => "/models/credit-scoring/versions/1", () => "Promote model"],
  ])(
    "shows %s",
    async (_, hash, text) => {
      await open(hash());
      await shows(page, text());
    },
    60_000,
  );

  it("shows an artifact's content", async () => {
    await open(`/models/credit-scoring/versions/1`);
    const content = await page.evaluate(async () => {
      const response = await fetch("/model-versions/get-artifact?path=MLmodel&name=credit-scoring&version=1");
      return response.text();
    });
    expect(content).toContain("mlflow_version");
    const artifacts = await page.evaluate(async (model_id) => {
      const response = await fetch(`/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/directories`);
      return response.text();
    }, model.model_id);
    expect(artifacts).toContain("MLmodel");
  }, 60_000);

  it("refuses an alias of production set in the UI, says why, and changes nothing", async () => {
    await open("/models/credit-scoring/versions/1");
    await page.click('::-p-aria([name="Edit aliases"][role="button"])').catch(async () => {
      await (await page.waitForSelector('[data-component-id*="modelversionviewaliaseditor"]'))?.click();
    });
    const field = await page.waitForSelector("[class*=modal] input[role=combobox]");
    await field?.click();
    await page.keyboard.type("champion");
    await page.keyboard.press("Enter");
    await (
      await page.waitForSelector('[data-component-id="mlflow.edit-aliases-modal.save-button"]')
    )?.click();
    await shows(page, "EU AI Act gate");
    const { registered_model } = await registered();
    expect(registered_model.aliases).toBeUndefined();
  }, 90_000);

  it("refuses the stage Production asked for by the signed-in browser, and changes nothing", async () => {
    const answer = await page.evaluate(async () => {
      const response = await fetch("/ajax-api/2.0/mlflow/model-versions/transition-stage", {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify({
          name: "credit-scoring",
          version: "1",
          stage: "Production",
          archive_existing_versions: true,
        }),
      });
      return { status: response.status, text: await response.text() };
    });
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining("PERMISSION_DENIED") });
    const { registered_model } = await registered();
    expect(registered_model.latest_versions?.map(({ current_stage }) => current_stage)).toEqual(["None"]);
  }, 60_000);
});
