import { rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shifted } from "../../sandbox/credit/population";
import { testApplicants } from "../../sandbox/credit/scorer";
import { trainCreditModel, type TrainedModel } from "../../sandbox/credit/training";
import { watchedDay, type WatchedDay } from "../../sandbox/credit/watched-day";
import type { Applicant } from "../../sandbox/credit/decisions";
import { down, up, type World } from "../../sandbox/world";
import { repositoryConfigs, synthesize } from "../stacks/synthesized";

const DRIFT = "decision_drift";
const { environments, systems } = repositoryConfigs();
const environment = environments.find(({ id }) => id === "sandbox");
const system = systems.find(({ id }) => id === "credit-scoring");
if (!environment || !system) throw new Error("the repository's configs declare sandbox and credit-scoring");

let world: World;
let stacksDir: string;
let model: TrainedModel;
let applicants: readonly Applicant[];
beforeAll(async () => {
  stacksDir = join(synthesize().dir, "stacks");
  world = await up({ dir: await mkdtemp(join(tmpdir(), "shifted-world-")), stacksDir });
  model = await trainCreditModel(world, { model: system.registeredModel });
  applicants = await testApplicants(world, 200);
}, 300_000);
afterAll(async () => {
  await down({ dir: world.dir });
  await rm(world.dir, { recursive: true });
}, 60_000);

/** A day with a population: decided by the real model, counted and judged as the stacks declare. */
const day = (population: readonly Applicant[]): Promise<WatchedDay> =>
  watchedDay({
    ...{ world, environment, system, stacksDir, population },
    model: { name: model.model_name, version: model.model_version },
  });

describe("the drift monitor of the credit system, over decisions on real applicants", () => {
  it("is quiet for the population the model was tested on", async () => {
    const { counts, monitor, entries, report } = await day(applicants);
    expect(report.errors).toEqual([]);
    expect(counts.inferences).toBe(200);
    expect(monitor(DRIFT)).toMatchObject({ state: "OK", threshold: 0.1 });
    expect(monitor(DRIFT)?.value).toBeLessThan(0.05);
    expect(entries(DRIFT)).toEqual([]);
  }, 240_000);

  it("alerts when loans run twice as long, and the risk register takes what its webhook sends", async () => {
    const { counts, monitor, entries, report } = await day(
      shifted(applicants, { feature: "duration", factor: 2 }),
    );
    const drift = monitor(DRIFT);
    expect(drift).toMatchObject({ state: "Alert", threshold: 0.1 });
    // The monitor's value is nothing but the shares of decisions against those of validation.
    const index = Object.entries(system.monitoring.decisionShares ?? {}).reduce(
      (sum, [decision, expected]) =>
        sum + ((counts.decisions[decision] ?? 0) / counts.inferences) ** 2 / expected,
      -1,
    );
    expect(drift?.value).toBeCloseTo(index, 6);
    expect(entries(DRIFT)).toMatchObject([
      {
        ...{ aiSystem: "credit-scoring", environment: "sandbox", article: "72", priority: "P2" },
        ...{ transitions: ["Triggered"], state: "to be assessed" },
      },
    ]);
    const sent = report.deliveries.filter(({ handle }) => handle.startsWith("webhook-"));
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 201));
  }, 240_000);

  it("does not see a shift that leaves the decisions as they were: loans three times as large, here", async () => {
    const { monitor } = await day(shifted(applicants, { feature: "credit_amount", factor: 3 }));
    expect(monitor(DRIFT)).toMatchObject({ state: "OK" });
  }, 240_000);
});
