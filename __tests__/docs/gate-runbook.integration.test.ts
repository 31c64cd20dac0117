import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { RestClient } from "../gate/decisions/training";
import { startWholeGate, type WholeGate } from "../gate/decisions/whole-gate";
import { temporaryFolder } from "../temporary";
import { asOneShell, objectionTo } from "./reader";
import { blocksOf } from "./runbook-blocks";

jest.setTimeout(180_000);

const ROOT = join(__dirname, "../..");

/** Runs the commands of the gate's runbook as they stand there, at a gate before a real MLflow. */
describe("The runbook of the gate", () => {
  const work = temporaryFolder();
  let gate: WholeGate;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    gate = await startWholeGate();
    const anna = new RestClient(gate.url, await gate.token("anna"));
    await anna.train({ commit: gate.commit, weights: "first" });
    await anna.train({ commit: gate.commit, weights: "second", without: ["ai_act.risk_assessment"] });
    const bin = join(work, "bin");
    mkdirSync(bin);
    const npx = join(bin, "npx");
    writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${ROOT}/cli/bin.mjs" "$@"\n`);
    chmodSync(npx, 0o755);
    env = {
      ...process.env,
      PATH: [bin, process.env["PATH"]].join(delimiter),
      EVIDENCE_GATE_URL: gate.url,
      TRAINER_TOKEN: await gate.token("anna"),
      APPROVER_TOKEN: await gate.token("ben"),
      OTHER_APPROVER_TOKEN: await gate.token("cora"),
    };
  });

  afterAll(() => gate?.stop());

  /** In one shell after the other, each with the variables of those before. The gate runs in this process: nothing waits for it in vain. */
  function shell(commands: string): Promise<{ readonly status: number | null; readonly output: string }> {
    const script = asOneShell(commands, join(work, ".shell"));
    const child = spawn("bash", ["-c", script], { cwd: work, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += String(text)));
    return new Promise((resolve) => child.on("close", (status) => resolve({ status, output })));
  }

  const page = readFileSync(join(ROOT, "docs/runbooks/gate.md"), "utf8");
  for (const block of blocksOf(page))
    it(`${block.title} (exit ${block.exitCode})`, async () => {
      const objection = objectionTo(block, await shell(block.commands));
      if (objection) throw objection;
    });
});
