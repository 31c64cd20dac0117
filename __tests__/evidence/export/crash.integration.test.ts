import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ENVIRONMENT, FIRST_DAY, LAST_DAY, makeArchive, SYSTEM } from "../../../bench/archive";
import { verifyBundle } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { newKeyFile } from "./bundles";

/** The real command, killed as the kernel or a power cut would: nothing of it gets to clean up. */

const ROOT = path.join(__dirname, "../../..");
const KILLS = 20;

const archive = temporaryFolder();
const key = newKeyFile();

function startExport(out: string) {
  const whose = ["--system", SYSTEM, "--environment", ENVIRONMENT, "--from", FIRST_DAY, "--to", LAST_DAY];
  const how = ["--source-dir", archive, "--signing-key", key, "--created-at", "2026-11-25T00:00:00Z"];
  return spawn(process.execPath, ["cli/bin.mjs", "export", ...whose, ...how, "--no-record", "--out", out], {
    cwd: ROOT,
    stdio: "ignore",
  });
}

async function exportTo(out: string): Promise<{ code: unknown; milliseconds: number }> {
  const started = Date.now();
  const [code] = await once(startExport(out), "exit");
  return { code, milliseconds: Date.now() - started };
}

const sumsOf = (out: string) => readFileSync(path.join(out, "SHA256SUMS"), "utf8");

test("an export killed at any point is no bundle, and the same command finishes it with the same hashes", async () => {
  makeArchive(archive, 12_000);
  const unhindered = path.join(temporaryFolder(), "bundle");
  const { code, milliseconds } = await exportTo(unhindered);
  expect(code).toBe(0);
  expect(await verifyBundle(unhindered)).toMatchObject({ verified: true });

  const wentOn = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const out = path.join(temporaryFolder(), "bundle");
    const running = startExport(out);
    const gone = once(running, "exit");
    // Spread over the whole run, never twice at the same point.
    await sleep(((kill + Math.random()) / KILLS) * milliseconds);
    running.kill("SIGKILL");
    await gone;
    const finished = existsSync(out);
    if (finished) expect(existsSync(`${out}.partial`)).toBe(false);
    else {
      wentOn.push(existsSync(`${out}.partial/segments`));
      expect((await exportTo(out)).code).toBe(0);
    }
    expect(sumsOf(out)).toBe(sumsOf(unhindered));
  }
  // Else the kills came too early or too late to show anything.
  expect(wentOn.filter(Boolean).length).toBeGreaterThan(KILLS / 4);
}, 600_000);
