import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "../../../configs";
import { evidence } from "../../../sandbox/story/evidence-cli";
import { keyRingFile } from "../../../sandbox/world/mlflow-services";
import { decisionsOf, inProductionByRecords, nextRecord, recordsOf } from "./gate-records";
import { startGateWorld, type GateWorld } from "./gate-world";
import { killer, killService } from "./kill";
import { declareMore } from "./many-systems";
import { approve, makeWholeVersions, type MadeVersion } from "./whole-versions";

/** How many promotions are cut off; `EVIDENCE_KILL_MOMENTS` asks for more, 24 at the most. */
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

/** Asked again for as long as the gate answers that an earlier change may still be under way, as its words say. */
async function promoteAgain(version: MadeVersion): Promise<number | undefined> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const status = await promote(version);
    if (status !== 409 || Date.now() >= deadline) return status;
    await sleep(5_000);
  }
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

/** Models that `evidence gate check` names. */
async function detected(): Promise<ReadonlySet<string>> {
  const { world, environment } = gate;
  const where = ["--environment", environment.id, "--configs", world.repository.configs];
  const { stdout, status } = await evidence(
    [
      ...["gate", "check", ...where, "--keys", keyRingFile(world.dir)],
      "--mlflow",
      world.urls.mlflow,
      "--json",
    ],
    await gate.as("ben"),
  );
  if (![0, 2].includes(status)) throw new Error(`evidence gate check ended with ${status}: ${stdout}`);
  const { disagreements } = JSON.parse(stdout) as { disagreements: { model: string }[] };
  return new Set(disagreements.map(({ model }) => model));
}

const disagreeing = (rows: Awaited<ReturnType<typeof sideBySide>>) =>
  rows.filter(({ records, registry }) => records !== registry);

it("after kill -9 of gate, MLflow or both at any moment of a promotion, records and registry agree or the detector says where not", async () => {
  // A gate that has just started takes longer for its first promotion, as each of the following ones.
  await killService(gate, "gate");
  await gate.up();
  const started = performance.now();
  expect(await promote(first)).toBe(200);
  const whole = performance.now() - started;
  for (const [index, version] of others.entries()) {
    const kill = await killer(gate, WHOM[index % WHOM.length] ?? ["gate"]);
    const records = await recordsOf(gate);
    let ended = false;
    const promotion = promote(version).finally(() => (ended = true));
    // One half anywhere in the time it takes, the other around its critical moment: recorded, and MLflow not told yet.
    const at = Math.floor(index / 2) / others.length;
    if (Math.floor(index / WHOM.length) % 2 === 0) await sleep(whole * at * 2);
    else {
      await nextRecord(gate, records, () => ended);
      await sleep(100 * at);
    }
    kill();
    await promotion;
    await gate.up();
  }
  const torn = disagreeing(await sideBySide()).map(({ model }) => model);
  const named = await detected();
  expect(torn.filter((model) => !named.has(model))).toEqual([]);
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (disagreeing(await sideBySide()).length > 0 && Date.now() < deadline) await sleep(5_000);
  expect(disagreeing(await sideBySide())).toEqual([]);
  expect(await detected()).toEqual(new Set());
  const again = await Promise.all(others.map(promoteAgain));
  expect(again).toEqual(others.map(() => 200));
  expect(await sideBySide()).toEqual(
    [first, ...others].map(({ model, version }) => ({ model, records: version, registry: version })),
  );
}, 590_000);
