import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadConfigs, type System } from "../../../configs";
import type { GateWorld } from "./gate-world";
import { killService } from "./kill";

/**
 * Declares more systems like credit scoring, each with a registered model of its own, and has the gate read them: what is
 * still being settled for one model holds up no other.
 */
export async function declareMore(gate: GateWorld, count: number): Promise<readonly System[]> {
  const { configs } = gate.world.repository;
  const ids = Array.from({ length: count }, (_, index) => `credit-${String.fromCharCode(97 + index)}`);
  for (const folder of ["systems", "thresholds"]) {
    const text = await readFile(join(configs, folder, "credit-scoring.yaml"), "utf8");
    for (const id of ids) {
      const own = text.replace(/^(id|system|registeredModel): credit-scoring$/gm, `$1: ${id}`);
      await writeFile(join(configs, folder, `${id}.yaml`), own);
    }
  }
  const git = (...args: string[]): unknown =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
      cwd: dirname(configs),
    });
  git("add", ".");
  git("commit", "--quiet", "--message", "More systems");
  await killService(gate, "gate");
  await gate.up();
  const { systems } = loadConfigs(configs);
  return systems.filter(({ id }) => ids.includes(id));
}
