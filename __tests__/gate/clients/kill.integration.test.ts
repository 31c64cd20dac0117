import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "../../../configs";
import { decisionsOf, inProductionByRecords } from "./gate-records";
import { startGateWorld, type GateWorld } from "./gate-world";
import { killer } from "./kill";
import { declareMore } from "./many-systems";
import { approve, makeWholeVersions, type MadeVersion } from "./whole-versions";

/** Moments spread over the time a promotion takes; `EVIDENCE_KILL_MOMENTS` asks for more, 24 at the most. */
const MOMENTS = Math.min(24, Number(process.env["EVIDENCE_KILL_MOMENTS"] ?? 6));
const WHOM = [["gate"], ["mlflow"], ["gate", "mlflow"]] as const;
/** The gate waits two minutes for what MLflow may still be doing, and looks every minute. */
const SETTLED_WITHIN_MS = 240_000;

let gate: GateWorld;
let first: MadeVersion;
let others: readonly MadeVersion[];
beforeAll(async () => {
  gate = await startGateWorld();
  const systems: readonly System[] = await declareMore(gate, MOMENTS + 1);
  const versions = await makeWholeVersions(gate, gate.world.python, systems);
  for (const version of versions) {
    const approved = await approve(gate, "ben", version);
    if (!approved.ok) throw new Error(await approved.text());
  }
  [first, ...others] = versions as [MadeVersion, ...MadeVersion[]];
}, 590_000);
afterAll(() => gate.stop(), 60_000);

async function promote({ model, version }: MadeVersion): Promise<number | undefined> {
  const { MLFLOW_TRACKING_TOKEN } = await gate.as("anna");
  const answer = await fetch(`${gate.world.urls.gate}/api/2.0/mlflow/registered-models/alias`, {
    method: "POST",
    headers: { authorization: `Bearer ${MLFLOW_TRACKING_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ name: model, alias: "champion", version }),
  }).catch(() => undefined);
  return answer?.status;
}

async function inProduction({ model }: MadeVersion): Promise<string | undefined> {
  const { registered_model } = await gate.mlflow<{
    registered_model: { aliases?: { alias: string; version: string }[] };
  }>(`registered-models/get?name=${model}`);
  return registered_model.aliases?.find(({ alias }) => alias === "champion")?.version;
}

/** Records and registry side by side, one row a model. */
async function sideBySide(): Promise<readonly { model: string; records: string; registry: string }[]> {
  const decisions = await decisionsOf(gate);
  return Promise.all(
    [first, ...others].map(async (version) => ({
      model: version.model,
      records: inProductionByRecords(decisions, version.model) ?? "none",
      registry: (await inProduction(version)) ?? "none",
    })),
  );
}

const disagreeing = (rows: Awaited<ReturnType<typeof sideBySide>>) =>
  rows.filter(({ records, registry }) => records !== registry);

it("a promotion cut off by kill -9 of gate, MLflow or both, at any moment, leaves records and registry that agree", async () => {
  const started = performance.now();
  expect(await promote(first)).toBe(200);
  const whole = performance.now() - started;
  for (const [index, version] of others.entries()) {
    const kill = await killer(gate, WHOM[index % WHOM.length] ?? ["gate"]);
    const promotion = promote(version);
    await sleep((whole * (index + 0.5)) / others.length);
    kill();
    await promotion;
    await gate.up();
  }
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (disagreeing(await sideBySide()).length > 0 && Date.now() < deadline) await sleep(5_000);
  expect(disagreeing(await sideBySide())).toEqual([]);
  const again = await Promise.all(others.map((version) => promote(version)));
  expect(again).toEqual(others.map(() => 200));
  expect(await sideBySide()).toEqual(
    [first, ...others].map(({ model, version }) => ({ model, records: version, registry: version })),
  );
}, 590_000);
