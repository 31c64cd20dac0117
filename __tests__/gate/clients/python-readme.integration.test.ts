import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { trainCreditModel } from "../../../sandbox/credit/training";
import { startGateWorld, type GateWorld } from "./gate-world";
import { runPython } from "./python-clients";

const README = resolve(__dirname, "../../../clients/python/README.md");

let gate: GateWorld;
beforeAll(async () => {
  gate = await startGateWorld();
  const { MLFLOW_TRACKING_TOKEN = "" } = await gate.as("anna");
  const world = { ...gate.world, variables: { ...gate.world.variables, MLFLOW_TRACKING_TOKEN } };
  await trainCreditModel(world, { experiment: "credit-scoring" });
}, 300_000);
afterAll(() => gate.stop(), 60_000);

/** What differs from machine to machine and run to run: folders, ids, and how a Python version underlines. */
const settled = (traceback: string): string =>
  traceback
    .replace(/^ *[\^~]+ *\n/gm, "")
    .replace(/File ".*\/site-packages\//g, 'File ".../site-packages/')
    .replace(/File ".*\/denied\.py"/g, 'File "promote.py"')
    .replace(/\b[0-9a-f]{32}\b/g, "743cd1f0a7fe4a4ca8511aac6f03b244")
    .replace(/rename_experiment\("\d+"/g, 'rename_experiment("5"')
    .trim();

describe("the README of the Python client", () => {
  it("shows the very traceback that an engineer sees whose version is refused", async () => {
    const { status, stderr } = await runPython(gate.world.python, "denied.py", [], await gate.as("anna"));
    expect(status).toBe(1);
    const traceback = stderr.slice(stderr.indexOf("Traceback"));
    const shown = /```text\n(Traceback[^]*?)\n```/.exec(await readFile(README, "utf8"))?.[1];
    expect(shown).toBe(settled(traceback));
  }, 60_000);
});
