import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pemCheckpointSigner } from "../../../../clients/node";
import { FolderSource } from "../../../../evidence/archive";
import { exportBundle, parsePeriod } from "../../../../evidence/export";
import { keyRingOf } from "../../../../evidence/records";
import { pemSigner } from "../../../../evidence/signing";
import { verifyBundle } from "../../../../evidence/verify";
import { startDatadogStandIn } from "../../../../sandbox/datadog/server";
import { newKeyFile } from "../../../evidence/export/bundles";
import { archiveJson, stacksDir } from "../../../sandbox/synthesized";
import { temporaryFolder } from "../../../temporary";
import type { ApplicationJob } from "./application";
import { startApplication } from "./processes";

const DAY_MS = 86_400_000;

/** Datadog's intake and archive before a folder that stands for the vault. */
async function datadog(vault: string) {
  const put = async (_: unknown, key: string, body: Buffer) => {
    if (key.includes("permission_testing")) return;
    const file = path.join(vault, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, body);
  };
  return startDatadogStandIn({
    stacksDir: await stacksDir({ "sandbox-datadog": { datadog_logs_archive: { art12: archiveJson() } } }),
    apiKey: "key",
    sink: { put },
    flushIntervalMs: 50,
  });
}

/** The key with which the application signs checkpoints, and the ring that knows it. */
function checkpointKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const file = path.join(temporaryFolder(), "checkpoints.pem");
  writeFileSync(file, pem, { mode: 0o600 });
  const ring = keyRingOf({
    schemaVersion: "1.0.0",
    keys: [
      {
        keyId: pemCheckpointSigner(pem).keyId,
        role: "emitter",
        systems: ["credit-scoring"],
        publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
        validFrom: "2020-01-01T00:00:00.000Z",
      },
    ],
  });
  return { file, ring };
}

async function examined(vault: string, from: number, ring: ReturnType<typeof keyRingOf>) {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const out = path.join(temporaryFolder(), "bundle");
  const manifest = await exportBundle(
    {
      system: "credit-scoring",
      environment: "sandbox",
      period: parsePeriod(day(from), day(Date.now())),
      keyRing: ring,
      expectedEmitters: [{ service: "credit-scoring", at_least: 1 }],
    },
    { source: new FolderSource(vault), path: "art12" },
    { out, signer: await pemSigner(newKeyFile()), createdAt: new Date(Date.now() + 3 * DAY_MS) },
  );
  const { checks, completeness } = await verifyBundle(out, { keyRing: ring });
  expect(checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
  return { manifest, completeness };
}

test("an application is killed in the middle, the next one starts, and an export by way of intake, archive and vault shows no gap", async () => {
  const from = Date.now();
  const vault = temporaryFolder();
  const { file, ring } = checkpointKey();
  const standIn = await datadog(vault);
  const job: ApplicationJob = {
    folder: path.join(temporaryFolder(), "spool"),
    intake: standIn.url,
    vault,
    checkpointKey: file,
    decisions: 100_000,
    atATime: 3,
  };
  const first = startApplication(job);
  await first.until("ok", 60);
  await first.kill();
  await standIn.flush();
  const before = await examined(vault, from, ring);
  expect(before.completeness).toMatchObject({ holds: expect.stringMatching(/no|unknown/) });

  const next = startApplication({ ...job, decisions: 5 });
  await next.until("closed");
  await next.end();
  await standIn.stop();
  const { manifest, completeness } = await examined(vault, from, ring);
  expect(manifest.findings).toEqual({});
  expect(completeness).toMatchObject({ level: 2, holds: "yes", sequences: { holds: "yes" } });
  expect(manifest.counts).toMatchObject({ emitters: 2, missing_in_gaps: 0, late_path: 0 });
  expect(manifest.counts.events).toBeGreaterThanOrEqual(1 + 60 + 1 + 7);
}, 120_000);

test("of an application that is killed and never started again the export says up to where it wrote", async () => {
  const from = Date.now();
  const vault = temporaryFolder();
  const { file, ring } = checkpointKey();
  const standIn = await datadog(vault);
  await standIn.stop();
  const application = startApplication({
    folder: path.join(temporaryFolder(), "spool"),
    intake: standIn.url,
    vault,
    checkpointKey: file,
    decisions: 100_000,
  });
  await application.until("ok", 30);
  await application.kill();
  const { manifest, completeness } = await examined(vault, from, ring);
  expect(manifest.findings).toMatchObject({ "emitter-lost": 1, "no-events": 1 });
  expect(completeness?.checkpoints.because).toContain("1 emitter(s) lost whole");
}, 120_000);
